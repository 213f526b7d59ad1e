import { sealCursor } from '../../shared/core/cursor.ts';
import { SECOND_MS } from '../../shared/core/duration.ts';
import { describeDelivery, shownTime } from '../../shared/flows/describe-event.ts';
import type { ListPosition } from '../../shared/flows/list-position.ts';
import { readCursor } from '../../shared/flows/read-cursor.ts';
import { recoverDeliveries } from '../../shared/flows/recover-deliveries.ts';
import { resendDelivery } from '../../shared/flows/resend-delivery.ts';
import { recoveredAnswer, recoverRequest, resentAnswer } from '../../shared/portal/schemas/delivery-log.ts';
import { request } from '../../shared/portal/schemas/shapes.ts';
import { operation } from '../operation.ts';

const DEFAULT_PER_SECOND = 10;

/** What the cursor of a recovery holds. */
interface Place {
  /** Where its next batch begins, */
  after: ListPosition;
  /** what its age came to when the first one was asked for, */
  since: number;
  /** and when the batch before has been sent, so that the rate is kept however early the next one is asked for. */
  notBefore: number;
}

const resend = operation({
  operationId: 'resendWebhook',
  who: 'ats',
  summary: 'Send a webhook again that was delivered or given up',
  body: request({}),
  status: 202,
  answer: resentAnswer,
  errors: ['not_resendable'],
  async handle(deps, { atsId, parameter }) {
    const resent = await resendDelivery(deps, atsId, parameter('event_id'));
    const { event_id, reference_id, state, next_attempt_at } = describeDelivery(resent);
    return { body: { event_id, reference_id, state, next_attempt_at } };
  },
});

const recover = operation({
  operationId: 'recoverWebhooks',
  who: 'ats',
  summary: 'Send again one batch of what was given up; whoever asks goes on with its cursor',
  body: recoverRequest,
  status: 202,
  answer: recoveredAnswer,
  async handle(deps, { atsId, body }) {
    const { since_seconds: age, per_second: perSecond = DEFAULT_PER_SECOND, cursor } = body;
    const key = await deps.vault.derive('cursor');
    const scope = ['recover', atsId, String(age)];
    const place: Place | undefined = cursor && JSON.parse(readCursor(cursor, scope, key, undefined, 'body'));
    const since = place?.since ?? deps.clock.now() - age * SECOND_MS;
    const batch = await recoverDeliveries(deps, { atsId, since, perSecond, ...place });
    deps.log.info('portal.recovered', { resent: batch.resent, skipped: batch.skipped });
    const next = batch.next && ({ after: batch.next, since, notBefore: batch.nextAt } satisfies Place);
    return {
      body: {
        resent: batch.resent,
        skipped: batch.skipped,
        next_cursor: next ? sealCursor(JSON.stringify(next), scope, key) : null,
        next_at: shownTime(batch.nextAt),
      },
    };
  },
});

export const webhookOperations = { resend, recover };
