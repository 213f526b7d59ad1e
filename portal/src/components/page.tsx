import { type ReactElement, type ReactNode, useEffect } from 'react';
import { useNavigationFocus } from '../state/navigation-focus.ts';

interface Props {
  title: string;
  lead?: ReactNode;
  /** What stands above the heading, such as whose data it is. */
  above?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

/** A page: its heading, which takes the focus after navigation, and the document's title. */
export function Page({ title, lead, above, actions, children }: Props): ReactElement {
  const heading = useNavigationFocus();
  useEffect(() => {
    document.title = `${title} · CarvOS`;
  }, [title]);
  return (
    <>
      {above}
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions && <div className="actions">{actions}</div>}
      </div>
      {lead && <div className="lead page-lead">{lead}</div>}
      {children}
    </>
  );
}
