import type { ReactElement } from 'react';
import type { ActivityEntry } from '../../../functions/shared/portal/schemas/activity.ts';
import { describeAction, describeChange } from '../format/describe-change.ts';
import { AtsLink } from './ats-link.tsx';
import { Empty } from './empty.tsx';
import { Moment } from './moment.tsx';

const KINDS: Record<ActivityEntry['actor']['kind'], string> = {
  administrator: 'ATS administrator',
  staff: 'Carv staff',
  command_line: 'Command line',
  system: 'System',
};

interface Props {
  entries: readonly ActivityEntry[];
  /** Of all ATSs, so that each entry says of which. */
  all: boolean;
}

export function ActivityTable({ entries, all }: Props): ReactElement {
  if (entries.length === 0) {
    return (
      <Empty title="No activity yet">
        <p>Changes of the configuration show here.</p>
      </Empty>
    );
  }
  return (
    <table className="table cards">
      <caption className="visually-hidden">Configuration changes, newest first</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          {all && <th scope="col">ATS</th>}
          <th scope="col">Who</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.activity_id}>
            <td data-label="When">
              <Moment iso={entry.created_at} age />
            </td>
            {all && (
              <td data-label="ATS">
                <AtsLink atsId={entry.ats_id} />
              </td>
            )}
            <td data-label="Who" className="cell-wide cell-who">
              <span className="break">{entry.actor.name}</span>
              <span className="age">{KINDS[entry.actor.kind]}</span>
            </td>
            <td data-label="What" className="cell-wide">
              <What entry={entry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function What({ entry }: { entry: ActivityEntry }): ReactElement {
  return (
    <div>
      {describeAction(entry.action)}
      {entry.changes.length > 0 && (
        <ul className="changes">
          {entry.changes.map((change) => (
            <li key={change.field}>{describeChange(change)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
