import { planResend } from '../core/delivery/plan-resend.ts';
import type { LoggedAttempt } from '../core/delivery-log/logged-attempt.ts';
import type { WholeDeliveryAnswer } from '../portal/schemas/delivery-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { findDelivery } from './find-delivery.ts';

type Resend = WholeDeliveryAnswer['resend'];

/** Whether the webhook of an attempt can be sent again now, and if not why; and how the webhook as a whole stands. */
export async function describeResend(
  deps: { store: Store; clock: Clock },
  { direction, atsId, eventId }: Pick<LoggedAttempt, 'direction' | 'atsId' | 'eventId'>,
): Promise<Resend> {
  if (direction !== 'outgoing') {
    return { possible: false, reason: 'Only outgoing webhooks can be sent again', state: null };
  }
  const found = eventId === null ? undefined : await findDelivery(deps, atsId, eventId);
  if (found === undefined) return { possible: false, reason: 'This webhook is no longer kept', state: null };
  const { state } = found.data;
  const plan = planResend(found.data, deps.clock.now());
  return 'refusal' in plan
    ? { possible: false, reason: plan.refusal, state }
    : { possible: true, reason: null, state };
}
