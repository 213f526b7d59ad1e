import type { ReactElement, ReactNode } from 'react';
import type { EventAnswer } from '../../../functions/shared/portal/schemas/event.ts';
import { useScope } from '../state/scope.ts';
import { AtsLink } from './ats-link.tsx';
import { Badge } from './badge.tsx';
import { Card } from './card.tsx';
import { CodeText } from './code-text.tsx';
import { Facts } from './facts.tsx';
import { Notice } from './notice.tsx';

const SOURCES = {
  rest: 'By REST',
  webhook: 'By webhook',
  ai: 'From Carv',
  sandbox: 'From the sandbox: a test',
} as const;

const STATES = {
  accepted: ['accent', 'Accepted'],
  awaiting_result: ['accent', 'Awaiting the result'],
  settled: ['good', 'Settled'],
} as const;

export function EventFacts({ event }: { event: EventAnswer }): ReactElement {
  const { staff } = useScope();
  const [tone, words] = STATES[event.state];
  const failed = event.outcome === 'error';
  const ats: Record<string, ReactNode> = staff ? { ATS: <AtsLink atsId={event.ats_id} /> } : {};
  return (
    <Card title="The flow">
      {event.error && (
        <Notice tone="bad" title={<code>{event.error.code}</code>}>
          <p>{event.error.message}</p>
        </Notice>
      )}
      <Facts
        facts={{
          'Reference id': <CodeText text={event.reference_id} what="reference id" />,
          Event: <code>{event.event}</code>,
          State: <Badge tone={failed ? 'bad' : tone}>{failed ? 'Settled with an error' : words}</Badge>,
          'Came in': SOURCES[event.source],
          ...ats,
          'Record id': <code className="break">{event.record_id}</code>,
          'Client id': <code className="break">{event.client_id}</code>,
          'User id': event.user_id === null ? null : <code className="break">{event.user_id}</code>,
        }}
      />
    </Card>
  );
}
