import type { ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import type { SessionAnswer } from '../../../functions/shared/portal/schemas/session.ts';
import { useSignOut } from '../api/use-sign-out.ts';
import { describeError } from '../format/describe-error.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { ThemeChoice } from './theme-choice.tsx';

type PageLink = readonly [path: string, label: string, icon: IconName];

const SHARED: readonly PageLink[] = [
  ['/deliveries', 'Webhook Deliveries', 'deliveries'],
  ['/events', 'Event Timeline', 'timeline'],
  ['/activity', 'Activity', 'activity'],
  ['/profile', 'Profile', 'person'],
];

const PAGES: Record<SessionAnswer['role'], readonly PageLink[]> = {
  administrator: [
    ['/', 'My Configuration', 'configuration'],
    ['/testing', 'Webhook Testing', 'testing'],
    ...SHARED,
  ],
  staff: [['/ats', 'ATSs', 'ats'], ...SHARED],
};

interface Props {
  session: SessionAnswer;
  /** A page was chosen. */
  onChoose?: () => void;
}

export function Sidebar({ session, onChoose }: Props): ReactElement {
  const [path] = useLocation();
  const signOut = useSignOut();
  return (
    <div className="sidebar-inner">
      <p className="brand brand-large">
        CarvOS <span>portal</span>
      </p>
      <nav aria-label="Pages">
        <ul className="nav">
          {PAGES[session.role].map(([to, label, icon]) => (
            <li key={to}>
              <Link href={to} onClick={onChoose} aria-current={isCurrent(path, to) ? 'page' : undefined}>
                <Icon name={icon} />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="sidebar-foot">
        <ThemeChoice />
        <p className="who">
          <span className="muted">{session.role === 'staff' ? 'Carv staff' : 'ATS administrator'}</span>
          <span className="who-email">{session.email}</span>
        </p>
        <Button icon="signOut" busy={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
        {signOut.error && (
          <p role="alert" className="field-error">
            {describeError(signOut.error)}
          </p>
        )}
      </div>
    </div>
  );
}

function isCurrent(path: string, to: string): boolean {
  return path === to || (to !== '/' && path.startsWith(`${to}/`));
}
