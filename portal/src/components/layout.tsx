import { Dialog } from '@base-ui/react/dialog';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import type { SessionAnswer } from '../../../functions/shared/portal/schemas/session.ts';
import { Icon } from './icon.tsx';
import { Sidebar } from './sidebar.tsx';

interface Props {
  session: SessionAnswer;
  children: ReactNode;
}

/** The pages beside their list; on a phone the list is behind a button. */
export function Layout({ session, children }: Props): ReactElement {
  return (
    <div className="layout">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <TopBar session={session} />
      <aside className="sidebar">
        <Sidebar session={session} />
      </aside>
      <main id="main" tabIndex={-1} className="main">
        {children}
      </main>
    </div>
  );
}

function TopBar({ session }: { session: SessionAnswer }): ReactElement {
  const [open, setOpen] = useState(false);
  const chosen = useRef(false);
  function show(next: boolean): void {
    chosen.current = false;
    setOpen(next);
  }
  function choose(): void {
    chosen.current = true;
    setOpen(false);
  }
  return (
    <header className="top-bar">
      <span className="brand">CarvOS</span>
      <Dialog.Root open={open} onOpenChange={show}>
        <Dialog.Trigger className="button button-quiet" aria-label="Menu">
          <Icon name="menu" />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className="backdrop" />
          {/* The heading of a page that was chosen has the focus then. */}
          <Dialog.Popup
            className="drawer"
            finalFocus={() => (chosen.current ? document.querySelector('h1') : true)}
          >
            <div className="dialog-head">
              <Dialog.Title className="dialog-title">Menu</Dialog.Title>
              <Dialog.Close className="button button-quiet" aria-label="Close">
                <Icon name="close" />
              </Dialog.Close>
            </div>
            <Sidebar session={session} onChoose={choose} />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </header>
  );
}
