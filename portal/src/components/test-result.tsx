import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { SentAnswer } from '../../../functions/shared/portal/schemas/sandbox.ts';
import { Card } from './card.tsx';
import { CodeBlock } from './code-block.tsx';
import { CodeText } from './code-text.tsx';
import { Facts } from './facts.tsx';
import { Notice } from './notice.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';

/** What became of a test. */
export function TestResult({ sent }: { sent: SentAnswer }): ReactElement {
  const { event, outcome, status_code, duration_ms, reason, reference_id } = sent;
  return (
    <Card title="Result">
      {reason && (
        <Notice tone={outcome === 'success' ? 'good' : 'bad'}>
          <p>{reason}</p>
        </Notice>
      )}
      <Facts
        facts={{
          Event: <code>{event}</code>,
          Outcome: <OutcomeBadge outcome={outcome} />,
          'Status code': status_code ?? <span className="muted">no answer</span>,
          'Response time': `${Math.round(duration_ms)} ms`,
          'Reference id': <CodeText text={reference_id} what="reference id" />,
        }}
      />
      {sent.response_body !== null && (
        <CodeBlock
          title="Response body"
          text={sent.response_body}
          note={sent.response_body_cut && <p className="hint">Cut at 64 KiB: there was more.</p>}
        />
      )}
      <CodeBlock title="What was sent" text={sent.body} json />
      <p className="links">
        <Link href={`/deliveries?${new URLSearchParams({ reference_id })}`}>
          See it in Webhook Deliveries
        </Link>
        <Link href={`/events/${encodeURIComponent(reference_id)}`}>Follow its timeline</Link>
      </p>
    </Card>
  );
}
