import type { ReactElement } from 'react';
import { resend, useRefreshDeliveries } from '../api/use-resend.ts';
import { headingOf } from '../state/heading-of.ts';
import { useSay } from '../state/use-say.ts';
import { ConfirmAction } from './confirm-action.tsx';

interface Props {
  atsId: string;
  eventId: string;
  event: string;
}

export function ResendButton({ atsId, eventId, event }: Props): ReactElement {
  const refresh = useRefreshDeliveries();
  const say = useSay();
  return (
    <ConfirmAction
      icon="send"
      label="Send again"
      title={`Send ${event} again?`}
      confirmLabel="Send again"
      focusAfter={headingOf}
      action={() => resend(atsId, eventId)}
      onDone={() => {
        say('The webhook is on its way again');
        refresh();
      }}
    >
      <p>
        The same body and event id are sent again, and retried as if for the first time. The ATS may get it
        twice.
      </p>
    </ConfirmAction>
  );
}
