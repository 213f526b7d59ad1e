import type { Delivery } from '../core/delivery/delivery.ts';
import { planResend } from '../core/delivery/plan-resend.ts';
import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredDocument } from '../ports/store.ts';
import type { CreateTaskDeps } from './create-task.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { updateOwn } from './update-own.ts';

export interface ResendDeps extends CreateTaskDeps {
  store: Store;
  clock: Clock;
}

/**
 * Sends a webhook of an ATS again by hand, now: a new ladder, the same bytes and `event_id`. Throws `not_found`, also for what is past
 * its time, and `not_resendable` with the reason.
 */
export async function resendDelivery(deps: ResendDeps, atsId: string, deliveryId: string): Promise<Delivery> {
  const { store, clock } = deps;
  const now = clock.now();
  const [found] = isDeliveryId(deliveryId) ? await store.getAll<[Delivery]>(paths.delivery(deliveryId)) : [];
  // Another ATS's webhook is answered like one that does not exist; one past its time may be gone at any moment.
  if (found?.data.atsId !== atsId || (found.data.expireAt ?? now + 1) <= now) {
    throw new GatewayError('not_found', { detail: `There is no webhook ${deliveryId}` });
  }
  return resendFound(deps, found, now);
}

/** The same for a webhook that was just read, with its first attempt at `dueAt`. Throws `not_resendable`. */
export async function resendFound(
  deps: ResendDeps,
  found: StoredDocument<Delivery>,
  dueAt: number,
): Promise<Delivery> {
  const plan = planResend(found.data, dueAt);
  if ('refusal' in plan) throw new GatewayError('not_resendable', { detail: plan.refusal });
  const { set, remove } = plan;
  // Whoever else began this ladder in the same moment did what was asked for here.
  const isOwn = ({ ladder }: Delivery) => ladder === set.ladder;
  const version = await updateOwn(deps.store, found, { set, remove }, isOwn);
  if (version === undefined) {
    throw new GatewayError('not_resendable', { detail: 'This webhook has just changed. Look at it again' });
  }
  const { expireAt: _, ...resent } = { ...found.data, ...set };
  const { referenceId, deliveryId, event, ladder } = resent;
  deps.log.info('delivery.resent', { reference_id: referenceId, delivery_id: deliveryId, event, ladder });
  await enqueueDelivery(deps, resent);
  return resent;
}

/** As `outgoingEventId` makes them: anything else is no part of a path. */
function isDeliveryId(text: string): boolean {
  return /^evt_[0-9a-f]{32}$/.test(text);
}
