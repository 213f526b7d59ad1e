import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import type { WholeDeliveryAnswer } from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { useScope } from '../state/scope.ts';
import { AtsLink } from './ats-link.tsx';
import { Badge } from './badge.tsx';
import { CodeBlock } from './code-block.tsx';
import { CodeText } from './code-text.tsx';
import { Facts } from './facts.tsx';
import { HeaderTable } from './header-table.tsx';
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';
import { ResendButton } from './resend-button.tsx';
import { StateBadge } from './state-badge.tsx';

/** Everything that is known of one entry. */
export function DeliveryDetails({ entry }: { entry: WholeDeliveryAnswer }): ReactElement {
  const { home, staff } = useScope();
  const timeline = `${staff ? `/ats/${entry.ats_id}` : home}/events/${encodeURIComponent(entry.reference_id ?? '')}`;
  return (
    <>
      {entry.reason && (
        <Notice tone={entry.outcome === 'success' ? 'info' : 'bad'}>
          <p>{entry.reason}</p>
        </Notice>
      )}
      <Facts facts={factsOf(entry, staff)} />
      <Resend entry={entry} />
      {entry.reference_id !== null && (
        <p>
          <Link href={timeline}>Follow reference id</Link>
        </p>
      )}
      <Payload entry={entry} />
      <HeaderTable title="Request headers" headers={entry.request_headers} />
      {entry.signature !== null && <CodeBlock title="Signature" text={entry.signature} />}
      {entry.response_body !== null && (
        <CodeBlock
          title="Response body"
          text={entry.response_body}
          json
          note={entry.response_body_cut && <p className="hint">Cut at 64 KiB: there was more.</p>}
        />
      )}
      <HeaderTable title="Response headers" headers={entry.response_headers} />
    </>
  );
}

function factsOf(entry: WholeDeliveryAnswer, staff: boolean): Record<string, ReactNode> {
  const { direction, event, attempt, status_code, duration_ms, reference_id, event_id, client_id } = entry;
  return {
    Event: (
      <>
        <code>{event ?? 'unknown'}</code> {entry.test && <Badge tone="accent">Test</Badge>}
      </>
    ),
    Direction: direction === 'outgoing' ? 'Outgoing: sent to the ATS' : 'Incoming: received from the ATS',
    Outcome: <OutcomeBadge outcome={entry.outcome} />,
    'Status code': status_code ?? <span className="muted">no answer</span>,
    Duration: `${Math.round(duration_ms)} ms`,
    Attempt: attempt ?? <span className="muted">received</span>,
    'Correlation id (reference id)': reference_id && <CodeText text={reference_id} what="correlation id" />,
    'Event id': event_id && <CodeText text={event_id} what="event id" />,
    ...(staff && { ATS: <AtsLink atsId={entry.ats_id} /> }),
    'Client id': client_id && <code className="break">{client_id}</code>,
    Happened: <Moment iso={entry.created_at} age />,
    Expires: <Moment iso={entry.expires_at} age />,
  };
}

function Resend({ entry }: { entry: WholeDeliveryAnswer }): ReactElement | null {
  const { possible, reason, state } = entry.resend;
  if (entry.direction === 'incoming' && !possible && state === null) return null;
  return (
    <div className="panel">
      <p>
        {state !== null && (
          <>
            The webhook as a whole: <StateBadge state={state} />{' '}
          </>
        )}
        {!possible && <span className="muted">It cannot be sent again. {reason}</span>}
      </p>
      {possible && entry.event_id !== null && (
        <ResendButton atsId={entry.ats_id} eventId={entry.event_id} event={entry.event ?? 'webhook'} />
      )}
    </div>
  );
}

function Payload({ entry }: { entry: WholeDeliveryAnswer }): ReactElement {
  if (entry.payload === null) return <p className="muted">The payload was not kept.</p>;
  return (
    <CodeBlock
      title="Payload"
      text={entry.payload}
      json
      note={entry.payload_cut && <p className="hint">Cut at 256 KiB: there was more.</p>}
    />
  );
}
