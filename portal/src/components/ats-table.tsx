import type { ReactElement } from 'react';
import type { AtsPageAnswer } from '../../../functions/shared/portal/schemas/ats.ts';
import { AtsLink } from './ats-link.tsx';
import { StatusBadge } from './configuration-details.tsx';
import { Empty } from './empty.tsx';
import { Moment } from './moment.tsx';

interface Props {
  entries: AtsPageAnswer['data'];
  searched: boolean;
}

export function AtsTable({ entries, searched }: Props): ReactElement {
  if (entries.length === 0) {
    return searched ? (
      <Empty title="No ATS matches">
        <p>No id and no name has this in it.</p>
      </Empty>
    ) : (
      <Empty title="No ATS yet">
        <p>Onboard the first one.</p>
      </Empty>
    );
  }
  return (
    <table className="table cards">
      <caption className="visually-hidden">ATSs, in the order of their ids</caption>
      <thead>
        <tr>
          <th scope="col">ATS ID</th>
          <th scope="col">Name</th>
          <th scope="col">Status</th>
          <th scope="col">Policy</th>
          <th scope="col">Webhook URL</th>
          <th scope="col">Last Updated</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((ats) => (
          <tr key={ats.ats_id}>
            <td data-label="ATS ID" className="cell-wide">
              <AtsLink atsId={ats.ats_id} />
            </td>
            <td data-label="Name">{ats.name}</td>
            <td data-label="Status">
              <StatusBadge enabled={ats.enabled} />
            </td>
            <td data-label="Policy">
              <code>{ats.policy}</code>
            </td>
            <td data-label="Webhook URL" className="cell-wide">
              {ats.webhook_url === null ? (
                <span className="muted">none</span>
              ) : (
                <code className="break">{ats.webhook_url}</code>
              )}
            </td>
            <td data-label="Last Updated">
              <Moment iso={ats.updated_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
