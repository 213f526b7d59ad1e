import type { ReactElement } from 'react';
import { Link, useLocation } from 'wouter';

const PAGES = [
  ['', 'Configuration'],
  ['/deliveries', 'Deliveries'],
  ['/activity', 'Activity'],
  ['/events', 'Event Timeline'],
] as const;

/** The pages of one ATS. */
export function AtsNavigation({ home }: { home: string }): ReactElement {
  const [path] = useLocation();
  return (
    <nav className="sub-nav" aria-label="Pages of this ATS">
      {PAGES.map(([tail, label]) => {
        const at = home + tail;
        const current = path === at || (tail !== '' && path.startsWith(`${at}/`));
        return (
          <Link key={tail} href={at} aria-current={current ? 'page' : undefined}>
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
