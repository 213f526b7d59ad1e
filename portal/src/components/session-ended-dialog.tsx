import { Dialog } from '@base-ui/react/dialog';
import { type ReactElement, useRef } from 'react';
import { SignInForm } from './sign-in-form.tsx';

interface Props {
  open: boolean;
  email: string;
}

/** Asks to sign in again above the page that was open, so that what was typed there is not lost. */
export function SessionEndedDialog({ open, email }: Props): ReactElement {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={open} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" ref={popup} initialFocus={() => passwordIn(popup.current)}>
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">Your session has ended</Dialog.Title>
          </div>
          <div className="dialog-body">
            <Dialog.Description>Sign in again to go on. What you typed is still there.</Dialog.Description>
            <SignInForm email={email} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The address is filled in already. */
function passwordIn(popup: HTMLElement | null): HTMLElement | null {
  return popup?.querySelector<HTMLElement>('input[name="password"]') ?? null;
}
