import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';

/** Whose data staff look at, so that nobody takes one ATS for another. */
export function StaffBanner({ atsId, name }: { atsId?: string; name?: string | undefined }): ReactElement {
  return (
    <p className="staff-banner">
      <Icon name="ats" />
      <strong>Carv staff view</strong>
      <span aria-hidden="true">·</span>
      {atsId === undefined ? (
        <span>All ATSs</span>
      ) : (
        <span>
          {name ?? 'ATS'} (<code>{atsId}</code>)
        </span>
      )}
    </p>
  );
}
