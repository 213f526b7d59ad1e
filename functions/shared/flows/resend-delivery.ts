import type { AcceptedEvent } from '../core/accepted-event.ts';
import type { Delivery } from '../core/delivery/delivery.ts';
import { planResend } from '../core/delivery/plan-resend.ts';
import { DAY_MS } from '../core/duration.ts';
import { GatewayError } from '../core/errors.ts';
import { RETENTION_MS } from '../core/limits.ts';
import { paths } from '../core/paths.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredDocument, Write } from '../ports/store.ts';
import type { CreateTaskDeps } from './create-task.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { findDelivery } from './find-delivery.ts';
import { updateOwn } from './update-own.ts';

export interface ResendDeps extends CreateTaskDeps {
  store: Store;
  clock: Clock;
}

/** A webhook as it was just read, the event that it came of if that is still there, and when its first attempt is due (epoch ms). */
export interface FoundDelivery {
  delivery: StoredDocument<Delivery>;
  event: StoredDocument<AcceptedEvent> | undefined;
  dueAt: number;
}

/** A ladder takes less than three hours; what waits for longer than a day is told of without its event. */
const EVENT_MEMORY_MS = RETENTION_MS + DAY_MS;

/**
 * Sends a webhook of an ATS again by hand, now: a new ladder, the same bytes and `event_id`. Throws `not_found`, also for what is past
 * its time, and `not_resendable` with the reason.
 */
export async function resendDelivery(deps: ResendDeps, atsId: string, deliveryId: string): Promise<Delivery> {
  const { store, clock } = deps;
  const now = clock.now();
  const found = await findDelivery(deps, atsId, deliveryId);
  if (found === undefined) {
    throw new GatewayError('not_found', { detail: `There is no webhook ${deliveryId}` });
  }
  const [event] = await store.getAll<[AcceptedEvent]>(paths.event(found.data.referenceId));
  return resendFound(deps, { delivery: found, event, dueAt: now });
}

/** The same for a webhook that was just read. Throws `not_resendable`. */
export async function resendFound(
  deps: ResendDeps,
  { delivery, event, dueAt }: FoundDelivery,
): Promise<Delivery> {
  const plan = planResend(delivery.data, dueAt);
  if ('refusal' in plan) throw new GatewayError('not_resendable', { detail: plan.refusal });
  const { set, remove } = plan;
  // Whoever else began this ladder in the same moment did what was asked for here.
  const isOwn = ({ ladder }: Delivery) => ladder === set.ladder;
  const version = await updateOwn(deps.store, delivery, { set, remove }, isOwn, keepEvent(event, dueAt));
  if (version === undefined) {
    throw new GatewayError('not_resendable', { detail: 'This webhook has just changed. Look at it again' });
  }
  const { expireAt: _, ...resent } = { ...delivery.data, ...set };
  const { referenceId, deliveryId, event: name, ladder } = resent;
  deps.log.info('delivery.resent', {
    reference_id: referenceId,
    delivery_id: deliveryId,
    event: name,
    ladder,
  });
  await enqueueDelivery(deps, resent);
  return resent;
}

/** The event stays as long as the webhook does, so that its reference id goes on to tell the whole story. */
function keepEvent(event: StoredDocument<AcceptedEvent> | undefined, dueAt: number): Write[] {
  if (event?.data.expireAt === undefined) return [];
  const expireAt = Math.max(event.data.expireAt, dueAt + EVENT_MEMORY_MS);
  return [{ type: 'update', path: event.path, set: { expireAt } }];
}
