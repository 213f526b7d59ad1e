import { type ReactElement, type ReactNode, useId } from 'react';

interface Props {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}

/** A part of a page under a heading of its own. */
export function Card({ title, lead, children }: Props): ReactElement {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {lead && <div className="lead">{lead}</div>}
      {children}
    </section>
  );
}
