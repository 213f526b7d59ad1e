import { Dialog } from '@base-ui/react/dialog';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
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
  const [path] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever a page was chosen.
  useEffect(() => setOpen(false), [path]);
  return (
    <header className="top-bar">
      <span className="brand">CarvOS</span>
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Trigger className="button button-quiet" aria-label="Menu">
          <Icon name="menu" />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className="backdrop" />
          {/* A page that was chosen takes the focus itself. */}
          <Dialog.Popup className="drawer">
            <div className="dialog-head">
              <Dialog.Title className="dialog-title">Menu</Dialog.Title>
              <Dialog.Close className="button button-quiet" aria-label="Close">
                <Icon name="close" />
              </Dialog.Close>
            </div>
            <Sidebar session={session} />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </header>
  );
}
