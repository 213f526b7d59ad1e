import type { ReactElement } from 'react';

/** Stands where something is still being loaded, and takes about its room. */
export function Skeleton({ lines = 4, what }: { lines?: number; what: string }): ReactElement {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">Loading {what}…</span>
      {Array.from({ length: lines }, (_, line) => `line-${line}`).map((line) => (
        <span key={line} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}
