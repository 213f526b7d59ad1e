import type { ReactElement } from 'react';
import type { ConfigurationAnswer } from '../../../functions/shared/portal/schemas/ats.ts';
import { request } from '../api/request.ts';
import { useRefreshConfiguration } from '../api/use-configuration.ts';
import { headingOf } from '../state/heading-of.ts';
import { apiPath } from '../state/scope.ts';
import { useNow } from '../state/use-now.ts';
import { useSay } from '../state/use-say.ts';
import { ConfirmAction } from './confirm-action.tsx';
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';
import type { SecretKind } from './rotate-secret.tsx';

interface Props {
  atsId: string;
  kind: SecretKind;
  until: string | null;
}

/** Until when the previous secret counts besides, and a way to end that now. */
export function SecretOverlap({ atsId, kind, until }: Props): ReactElement | null {
  const now = useNow(10_000);
  const refresh = useRefreshConfiguration(atsId);
  const say = useSay();
  if (until === null || Date.parse(until) <= now) return null;
  return (
    <Notice title="The previous secret still works">
      <p>
        Until <Moment iso={until} age />
      </p>
      <ConfirmAction
        label="End overlap now"
        title={`End the overlap of the ${kind} secret now?`}
        confirmLabel="End overlap now"
        danger
        focusAfter={headingOf}
        action={() =>
          request<ConfigurationAnswer>('POST', apiPath({ atsId }, `/webhook-secrets/${kind}/end-overlap`))
        }
        onDone={() => {
          say('The overlap has ended');
          refresh();
        }}
      >
        <p>The previous secret stops working at once. Only the new one counts from then on.</p>
      </ConfirmAction>
    </Notice>
  );
}
