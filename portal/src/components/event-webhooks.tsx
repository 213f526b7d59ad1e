import type { ReactElement } from 'react';
import type { EventAnswer } from '../../../functions/shared/portal/schemas/event.ts';
import { Badge } from './badge.tsx';
import { Card } from './card.tsx';
import { CodeText } from './code-text.tsx';
import { Empty } from './empty.tsx';
import { Facts } from './facts.tsx';
import { Moment } from './moment.tsx';
import { ResendButton } from './resend-button.tsx';
import { StateBadge } from './state-badge.tsx';

type Webhook = EventAnswer['deliveries'][number];

/** The outgoing webhooks of a flow, each with how it stands. */
export function EventWebhooks({ event }: { event: EventAnswer }): ReactElement {
  return (
    <Card title="Deliveries">
      {event.deliveries.length === 0 && (
        <Empty title="No webhook yet">
          <p>There is one as soon as there is a result.</p>
        </Empty>
      )}
      {event.deliveries.map((webhook) => (
        <div className="panel" key={webhook.event_id}>
          <h3>
            <code>{webhook.event}</code> <StateBadge state={webhook.state} />{' '}
            {webhook.test && <Badge tone="accent">Test</Badge>}
          </h3>
          <WebhookFacts webhook={webhook} />
          {canBeSentAgain(webhook) && (
            <ResendButton atsId={event.ats_id} eventId={webhook.event_id} event={webhook.event} />
          )}
        </div>
      ))}
    </Card>
  );
}

function WebhookFacts({ webhook }: { webhook: Webhook }): ReactElement {
  const { event_id, attempts, last_status_code, last_reason, next_attempt_at, created_at } = webhook;
  return (
    <Facts
      facts={{
        'Event id': <CodeText text={event_id} what="event id" />,
        Created: <Moment iso={created_at} />,
        Attempts: attempts,
        'Last status code': last_status_code,
        'Last reason': last_reason,
        'Next attempt': next_attempt_at === null ? null : <Moment iso={next_attempt_at} age />,
      }}
    />
  );
}

function canBeSentAgain({ state, test }: Webhook): boolean {
  return !test && (state === 'delivered' || state === 'exhausted');
}
