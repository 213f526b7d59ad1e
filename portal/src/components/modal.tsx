import { Dialog } from '@base-ui/react/dialog';
import type { ReactElement, ReactNode } from 'react';
import { useHeldPage } from '../state/use-held-page.ts';
import { Icon } from './icon.tsx';

interface Props {
  open: boolean;
  title: string;
  onClose: () => void;
  /** It closes by its own buttons only: neither by Escape nor by a click beside it, nor with the page. */
  held?: boolean;
  wide?: boolean;
  footer: ReactNode;
  /** What has the focus after it; what had it before, if not said. */
  returnTo?: HTMLElement | null;
  children: ReactNode;
}

export function Modal({
  open,
  title,
  onClose,
  held = false,
  wide = false,
  footer,
  returnTo,
  children,
}: Props): ReactElement {
  useHeldPage(open && held);
  return (
    <Dialog.Root
      open={open}
      disablePointerDismissal={held}
      onOpenChange={(next, { reason }) => {
        if (!next && !(held && reason !== 'close-press')) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup
          className={wide ? 'dialog dialog-wide' : 'dialog'}
          {...(returnTo && { finalFocus: () => returnTo })}
        >
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">{title}</Dialog.Title>
            {!held && (
              <Dialog.Close className="button button-quiet" aria-label="Close">
                <Icon name="close" />
              </Dialog.Close>
            )}
          </div>
          <div className="dialog-body">{children}</div>
          <div className="dialog-foot">{footer}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
