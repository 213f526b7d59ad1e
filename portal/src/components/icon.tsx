import type { ReactElement } from 'react';

const PATHS = {
  activity: 'M4 12h4l2.5-7 4 14 2.5-7h3',
  alert: 'M12 4 2.8 20h18.4L12 4Zm0 6v5m0 2.4v.1',
  ats: 'M4 5h16v5H4V5Zm0 9h16v5H4v-5Zm3-6.5h.1m-.1 9h.1',
  back: 'M15 5l-7 7 7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6L6 18',
  configuration: 'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.5v5m-7 5v5',
  copy: 'M9 9h10v10H9V9Zm-4 6V5h10',
  deliveries: 'M4 6h16M4 12h10M4 18h7m5-2 3 3 3-3m-3-6v9',
  down: 'M6 9l6 6 6-6',
  info: 'M12 11v6m0-9.6v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
  mark: 'M15.5 7.5a5.5 5.5 0 1 0 0 9M20 12h-8',
  menu: 'M4 7h16M4 12h16M4 17h16',
  next: 'M9 5l7 7-7 7',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8c.6-3.6 3.9-5 8-5s7.4 1.4 8 5',
  refresh: 'M20 11a8 8 0 1 0-2.3 6.7M20 5v6h-6',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5L20 20',
  send: 'M4 12 20 4l-5 16-4-6-7-2Zm7 2 4-4',
  signOut: 'M10 4H5v16h5m4-4 4-4-4-4m4 4H9',
  testing: 'M9 3h6m-5 0v6L4.8 18.4A1.7 1.7 0 0 0 6.3 21h11.4a1.7 1.7 0 0 0 1.5-2.6L14 9V3M7.5 15h9',
  timeline: 'M6 4v16M6 6h.1M6 12h.1M6 18h.1M10 6h9m-9 6h6m-6 6h9',
} as const;

export type IconName = keyof typeof PATHS;

/** Says nothing by itself: the words beside it do. */
export function Icon({ name }: { name: IconName }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
