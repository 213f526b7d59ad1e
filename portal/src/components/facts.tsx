import type { ReactElement, ReactNode } from 'react';

/** What is known of something, each under its name; null for what there is none of. */
export function Facts({ facts }: { facts: Record<string, ReactNode> }): ReactElement {
  return (
    <dl className="facts">
      {Object.entries(facts).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value ?? <span className="muted">none</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
