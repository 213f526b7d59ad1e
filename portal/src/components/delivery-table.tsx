import type { ReactElement } from 'react';
import type { DeliveryEntry } from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { DELIVERY_FILTERS } from '../format/deliveries-query-of.ts';
import { formatDuration } from '../format/format-duration.ts';
import { useScope } from '../state/scope.ts';
import { useQueryState } from '../state/use-query-state.ts';
import { AtsLink } from './ats-link.tsx';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { Empty } from './empty.tsx';
import { Moment } from './moment.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';

const DIRECTIONS = { outgoing: '↑ Outgoing', incoming: '↓ Incoming' };

/** A page of the delivery log: a table, and on a phone a card for each entry. */
export function DeliveryTable({ entries }: { entries: readonly DeliveryEntry[] }): ReactElement {
  const { params } = useQueryState();
  const all = useScope().atsId === null;
  if (entries.length === 0) {
    const filtered = DELIVERY_FILTERS.some((name) => params.has(name));
    return filtered || params.has('cursor') ? (
      <Empty title="Nothing matches">
        <p>No delivery of the last 7 days is like that. Change or clear the filters.</p>
      </Empty>
    ) : (
      <Empty title="No deliveries yet">
        <p>Webhooks that are sent or received show here for 7 days.</p>
      </Empty>
    );
  }
  return (
    <table className="table cards">
      <caption className="visually-hidden">Webhook deliveries, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          {all && <th scope="col">ATS</th>}
          <th scope="col">Direction</th>
          <th scope="col">Event</th>
          <th scope="col">Outcome</th>
          <th scope="col">Status</th>
          <th scope="col">Duration</th>
          <th scope="col">
            <span className="visually-hidden">View</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <DeliveryRow key={entry.entry_id} entry={entry} all={all} />
        ))}
      </tbody>
    </table>
  );
}

function DeliveryRow({ entry, all }: { entry: DeliveryEntry; all: boolean }): ReactElement {
  const { change } = useQueryState();
  return (
    <tr>
      <td data-label="Time">
        <Moment iso={entry.created_at} age />
      </td>
      {all && (
        <td data-label="ATS">
          <AtsLink atsId={entry.ats_id} />
        </td>
      )}
      <td data-label="Direction" className="nowrap">
        {DIRECTIONS[entry.direction]}
      </td>
      <td data-label="Event" className="cell-wide">
        <code>{entry.event ?? 'unknown'}</code> {entry.test && <Badge tone="accent">Test</Badge>}
        {entry.attempt !== null && <span className="age">attempt {entry.attempt}</span>}
      </td>
      <td data-label="Outcome">
        <OutcomeBadge outcome={entry.outcome} />
      </td>
      <td data-label="Status">{entry.status_code ?? <span className="muted">none</span>}</td>
      <td data-label="Duration" className="nowrap">
        {formatDuration(entry.duration_ms)}
      </td>
      <td className="cell-action">
        <Button onClick={() => change({ entry: entry.entry_id }, { from: 'list' })}>
          View
          <span className="visually-hidden">
            {' '}
            {entry.event} of {entry.created_at}
          </span>
        </Button>
      </td>
    </tr>
  );
}
