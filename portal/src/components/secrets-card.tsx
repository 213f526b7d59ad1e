import type { ReactElement } from 'react';
import type { ConfigurationAnswer } from '../../../functions/shared/portal/schemas/ats.ts';
import { Card } from './card.tsx';
import { RevealSecrets } from './reveal-secrets.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { SecretOverlap } from './secret-overlap.tsx';

export function SecretsCard({ configuration }: { configuration: ConfigurationAnswer }): ReactElement {
  const { ats_id, incoming_secret_overlap_until, outgoing_secret_overlap_until } = configuration;
  return (
    <Card
      title="Webhook Secrets"
      lead="They sign the webhooks between your ATS and CarvOS, so that each side knows who sent them."
    >
      <div className="actions">
        <RevealSecrets atsId={ats_id} />
      </div>
      <div className="pair">
        <div className="panel">
          <h3>Incoming secret</h3>
          <p>Your ATS signs the webhooks it sends to CarvOS with this secret.</p>
          <SecretOverlap atsId={ats_id} kind="incoming" until={incoming_secret_overlap_until} />
          <RotateSecret atsId={ats_id} kind="incoming" />
        </div>
        <div className="panel">
          <h3>Outgoing secret</h3>
          <p>CarvOS signs the webhooks it sends to your ATS with this secret, so that you can verify them.</p>
          <SecretOverlap atsId={ats_id} kind="outgoing" until={outgoing_secret_overlap_until} />
          <RotateSecret atsId={ats_id} kind="outgoing" />
        </div>
      </div>
    </Card>
  );
}
