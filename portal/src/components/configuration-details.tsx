import type { ReactElement, ReactNode } from 'react';
import type { ConfigurationAnswer } from '../../../functions/shared/portal/schemas/ats.ts';
import { Badge } from './badge.tsx';
import { Card } from './card.tsx';
import { CodeText } from './code-text.tsx';
import { Facts } from './facts.tsx';
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';

interface Props {
  configuration: ConfigurationAnswer;
  children?: ReactNode;
}

export function ConfigurationDetails({ configuration, children }: Props): ReactElement {
  const { ats_id, name, enabled, webhook_url, created_at, updated_at, policy } = configuration;
  return (
    <Card title="Configuration Details">
      <EndpointHealth configuration={configuration} />
      <Facts
        facts={{
          'ATS ID': <CodeText text={ats_id} what="ATS ID" />,
          Status: <StatusBadge enabled={enabled} />,
          'Current Name': name,
          'Current Webhook URL':
            webhook_url === null ? (
              <span className="muted">none: webhooks cannot be delivered</span>
            ) : (
              <code className="break">{webhook_url}</code>
            ),
          'Workspace Policy': <code>{policy}</code>,
          Created: <Moment iso={created_at} />,
          'Last Updated': <Moment iso={updated_at} age />,
        }}
      />
      {children}
    </Card>
  );
}

export function StatusBadge({ enabled }: { enabled: boolean }): ReactElement {
  return <Badge tone={enabled ? 'good' : 'bad'}>{enabled ? 'Enabled' : 'Disabled'}</Badge>;
}

function EndpointHealth({ configuration }: { configuration: ConfigurationAnswer }): ReactElement | null {
  const { endpoint_health, endpoint_health_reason, endpoint_health_since } = configuration;
  if (endpoint_health === 'healthy') return null;
  return (
    <Notice tone="warn" title="The webhook URL does not answer as it should">
      {endpoint_health_reason && <p>{endpoint_health_reason}</p>}
      {endpoint_health_since && (
        <p>
          Since <Moment iso={endpoint_health_since} age />
        </p>
      )}
    </Notice>
  );
}
