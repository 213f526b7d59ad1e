import { type ReactElement, useState } from 'react';
import type { NewSecretAnswer } from '../../../functions/shared/portal/schemas/credentials.ts';
import { request } from '../api/request.ts';
import { useRefreshConfiguration } from '../api/use-configuration.ts';
import { apiPath } from '../state/scope.ts';
import { ConfirmAction } from './confirm-action.tsx';
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';
import { SecretDialog } from './secret-dialog.tsx';

export type SecretKind = 'incoming' | 'outgoing';

interface Shown extends NewSecretAnswer {
  button: HTMLElement | null;
}

const OVERLAPS = [
  ['', 'Not at all'],
  ['3600', '1 hour'],
  ['86400', '24 hours'],
  ['604800', '7 days'],
] as const;

const WORDS = {
  incoming: {
    label: 'Rotate Incoming Secret',
    effect: 'It takes effect at once: webhooks that your ATS signs with another secret are refused.',
    besides: 'Until then CarvOS takes webhooks signed with either.',
  },
  outgoing: {
    label: 'Rotate Outgoing Secret',
    effect:
      'It takes effect at once: from now on CarvOS signs webhooks with the new secret, retries included.',
    besides: 'Until then CarvOS signs with both, so that your ATS may check either.',
  },
};

export function RotateSecret({ atsId, kind }: { atsId: string; kind: SecretKind }): ReactElement {
  const [shown, setShown] = useState<Shown | null>(null);
  const refresh = useRefreshConfiguration(atsId);
  const { label, effect, besides } = WORDS[kind];
  return (
    <>
      <ConfirmAction
        label={label}
        title={`Rotate the ${kind} secret?`}
        confirmLabel={label}
        danger
        choice={{
          label: 'The previous secret keeps working',
          options: OVERLAPS,
          hint: (overlap) => (overlap === '' ? 'The previous secret stops working at once.' : besides),
        }}
        action={(overlap) =>
          request<NewSecretAnswer>('POST', apiPath({ atsId }, `/webhook-secrets/${kind}/rotate`), {
            body: overlap === '' ? {} : { overlap_seconds: Number(overlap) },
          })
        }
        onDone={(answer, button) => {
          setShown({ ...answer, button });
          refresh();
        }}
      >
        <p>{effect}</p>
      </ConfirmAction>
      <SecretDialog
        title={`Your new ${kind} secret`}
        secrets={shown && [{ label: `New ${kind} secret`, value: shown.secret }]}
        returnTo={shown?.button ?? null}
        onClose={() => setShown(null)}
      >
        <Notice tone="warn" title="It has taken effect at once">
          {shown?.overlap_until ? (
            <p>
              The previous secret keeps working until <Moment iso={shown.overlap_until} />.
            </p>
          ) : (
            <p>The previous secret has stopped working.</p>
          )}
        </Notice>
      </SecretDialog>
    </>
  );
}
