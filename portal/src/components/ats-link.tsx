import type { ReactElement } from 'react';
import { Link } from 'wouter';

export function AtsLink({ atsId }: { atsId: string }): ReactElement {
  return (
    <Link href={`/ats/${atsId}`}>
      <code>{atsId}</code>
    </Link>
  );
}
