import { type ReactElement, useState } from 'react';
import type { RevealedAnswer } from '../../../functions/shared/portal/schemas/credentials.ts';
import { request } from '../api/request.ts';
import { useRefreshConfiguration } from '../api/use-configuration.ts';
import { apiPath } from '../state/scope.ts';
import { ConfirmAction } from './confirm-action.tsx';
import { SecretDialog } from './secret-dialog.tsx';

interface Shown {
  secrets: RevealedAnswer;
  button: HTMLElement | null;
}

export function RevealSecrets({ atsId }: { atsId: string }): ReactElement {
  const [shown, setShown] = useState<Shown | null>(null);
  const refresh = useRefreshConfiguration(atsId);
  return (
    <>
      <ConfirmAction
        label="Reveal Webhook Secrets"
        title="Reveal the webhook secrets?"
        confirmLabel="Reveal"
        action={() => request<RevealedAnswer>('POST', apiPath({ atsId }, '/webhook-secrets/reveal'))}
        onDone={(secrets, button) => {
          setShown({ secrets, button });
          refresh();
        }}
      >
        <p>Both secrets are shown on this screen. That you revealed them is recorded in Activity.</p>
      </ConfirmAction>
      <SecretDialog
        title="Webhook secrets"
        again
        returnTo={shown?.button ?? null}
        onClose={() => setShown(null)}
        secrets={
          shown && [
            {
              label: 'Incoming secret',
              value: shown.secrets.incoming_secret,
              hint: 'Signs what your ATS sends to CarvOS.',
            },
            {
              label: 'Outgoing secret',
              value: shown.secrets.outgoing_secret,
              hint: 'Signs what CarvOS sends to your ATS.',
            },
          ]
        }
      />
    </>
  );
}
