import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { Card } from '../components/card.tsx';
import { Page } from '../components/page.tsx';

const KEPT = [
  ['Request payload', 'The whole JSON body, unmasked; cut at 256 KiB, and marked as cut.'],
  ['Response body', 'Cut at 64 KiB, and marked.'],
  ['Response headers', 'Only content-type, content-length, retry-after and the standard rate-limit headers.'],
  [
    'Request headers',
    "Outgoing: content type, user agent, host, event type, causation id. Incoming: content type and the ATS's signature.",
  ],
  ['Signature', 'Of outgoing webhooks, in a field of its own.'],
  ['Outcome', 'Success (2xx), failure (another answer) or error (no answer), with status code and duration.'],
  ['Times', 'When it happened, when it expires.'],
] as const;

/** What spec section 7 says of the delivery log, for those who look at it. */
export function DataHandlingPage(): ReactElement {
  return (
    <Page title="Data handling" lead="What the delivery log keeps, for how long, and who can see it.">
      <Card title="What is kept" lead="One entry per attempt, of every webhook, outgoing and incoming.">
        <table className="table cards">
          <caption className="visually-hidden">What is kept of a webhook</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">How</th>
            </tr>
          </thead>
          <tbody>
            {KEPT.map(([what, how]) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td className="cell-wide">{how}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          Unmasked means that names, addresses and whatever else a body holds stand there as they came. An
          incoming webhook with a bad signature is recorded without its payload, and only sampled. Credentials
          and cookies are never stored.
        </p>
      </Card>
      <Card title="For how long">
        <p>
          7 days, then it is deleted. An entry past its time is not shown, and nothing extends it. Events and
          deliveries, which hold the same payloads, expire 7 days after they are settled.
        </p>
      </Card>
      <Card title="Who sees it">
        <p>An ATS administrator sees their own ATS. Carv staff see all, together or one.</p>
      </Card>
      <Card title="What it is not">
        <p>
          It is best effort: an entry that cannot be written never delays or fails the webhook itself. It is
          not a ledger for billing or compliance.
        </p>
        <p>
          <Link href="/deliveries">Back to Webhook Deliveries</Link>
        </p>
      </Card>
    </Page>
  );
}
