import { type ReactElement, useState } from 'react';
import type { Static } from 'typebox';
import type { apiKeyAnswer } from '../../../functions/shared/portal/schemas/credentials.ts';
import { request } from '../api/request.ts';
import { useRefreshConfiguration } from '../api/use-configuration.ts';
import { apiPath } from '../state/scope.ts';
import { Card } from './card.tsx';
import { ConfirmAction } from './confirm-action.tsx';
import { Notice } from './notice.tsx';
import { SecretDialog } from './secret-dialog.tsx';

interface Shown {
  key: string;
  button: HTMLElement | null;
}

export function ApiKeyCard({ atsId }: { atsId: string }): ReactElement {
  const [shown, setShown] = useState<Shown | null>(null);
  const refresh = useRefreshConfiguration(atsId);
  return (
    <Card
      title="API Key"
      lead={
        <p>
          Your ATS sends it as <code>X-API-Key</code> with every REST call. CarvOS keeps only a hash of it.
        </p>
      }
    >
      <div className="actions">
        <ConfirmAction
          label="Rotate API Key"
          title="Rotate the API key?"
          confirmLabel="Rotate API Key"
          danger
          action={() => request<Static<typeof apiKeyAnswer>>('POST', apiPath({ atsId }, '/api-key/rotate'))}
          onDone={({ api_key }, button) => {
            setShown({ key: api_key, button });
            refresh();
          }}
        >
          <p>
            You get a new key. The previous key stops working at once: calls that still use it are refused.
          </p>
        </ConfirmAction>
      </div>
      <SecretDialog
        title="Your new API key"
        secrets={shown && [{ label: 'API key', value: shown.key }]}
        returnTo={shown?.button ?? null}
        onClose={() => setShown(null)}
      >
        <Notice tone="warn" title="Store it now">
          <p>This key is shown once and cannot be retrieved later. The previous key stops working at once.</p>
        </Notice>
      </SecretDialog>
    </Card>
  );
}
