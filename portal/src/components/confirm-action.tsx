import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import { describeError } from '../format/describe-error.ts';
import { Button, type ButtonProps } from './button.tsx';
import { Notice } from './notice.tsx';

interface Props<T> extends Pick<ButtonProps, 'kind' | 'icon' | 'disabled'> {
  /** On the button that asks. */
  label: string;
  title: string;
  /** What will happen. */
  children: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  action: () => Promise<T>;
  /** Gets the result, which is kept nowhere else, and the button to go back to. */
  onDone: (result: T, button: HTMLElement | null) => void;
  /** What has the focus once it is done; the button that asked, if not said. */
  focusAfter?: () => HTMLElement | null;
}

/** A button whose action is confirmed first. What went wrong is said in the dialog, which stays for another try. */
export function ConfirmAction<T>(props: Props<T>): ReactElement {
  const {
    label,
    title,
    children,
    confirmLabel,
    danger = false,
    action,
    onDone,
    focusAfter,
    ...button
  } = props;
  const [open, setOpen] = useState(false);
  const asked = useRef<HTMLButtonElement>(null);
  const done = useRef(false);
  const { mutate, reset, isPending, error } = useMutation({ mutationFn: action });

  function ask(): void {
    done.current = false;
    setOpen(true);
  }

  function close(): void {
    setOpen(false);
    reset();
  }

  function confirm(): void {
    mutate(undefined, {
      onSuccess: (result) => {
        done.current = true;
        close();
        onDone(result, asked.current);
      },
    });
  }

  return (
    <>
      <Button {...button} ref={asked} onClick={ask}>
        {label}
      </Button>
      <AlertDialog.Root open={open} onOpenChange={(next) => !next && !isPending && close()}>
        <AlertDialog.Portal>
          {/* It may be asked within a dialog, which it has to be told from. */}
          <AlertDialog.Backdrop className="backdrop" forceRender />
          <AlertDialog.Popup
            className="dialog"
            finalFocus={() => (done.current && focusAfter?.()) || asked.current}
          >
            <div className="dialog-head">
              <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
            </div>
            <AlertDialog.Description render={<div />} className="dialog-body">
              {children}
              {error && (
                <Notice tone="bad" alert>
                  <p>{describeError(error)}</p>
                </Notice>
              )}
            </AlertDialog.Description>
            <div className="dialog-foot">
              <AlertDialog.Close className="button button-plain">Cancel</AlertDialog.Close>
              <Button kind={danger ? 'danger' : 'primary'} busy={isPending} onClick={confirm}>
                {confirmLabel}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </>
  );
}
