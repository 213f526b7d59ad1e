import type { Ats } from '../shared/core/ats.ts';
import type { Attempt, Delivery } from '../shared/core/delivery/delivery.ts';
import { changedHealth, type EndpointHealth } from '../shared/core/delivery/endpoint-health.ts';
import { judgeDeliverTask } from '../shared/core/delivery/judge-deliver-task.ts';
import { postponeDelivery } from '../shared/core/delivery/postpone-delivery.ts';
import { type DeliveryChange, recordAttempt } from '../shared/core/delivery/record-attempt.ts';
import { leaseHasTime } from '../shared/core/lease.ts';
import { DELIVERY_TIMEOUT_MS } from '../shared/core/limits.ts';
import { paths } from '../shared/core/paths.ts';
import type { RetryLadder } from '../shared/core/retry-ladder.ts';
import type { DeliverTask } from '../shared/core/task.ts';
import { type ClaimDeps, claim } from '../shared/flows/claim.ts';
import type { CreateTaskDeps } from '../shared/flows/create-task.ts';
import { enqueueDelivery } from '../shared/flows/enqueue-delivery.ts';
import type { FairShare, Turn } from '../shared/flows/fair-share.ts';
import { noteHealth } from '../shared/flows/note-health.ts';
import { outgoingLogEntry } from '../shared/flows/outgoing-log-entry.ts';
import { type SendWebhookDeps, type SentWebhook, sendWebhook } from '../shared/flows/send-webhook.ts';
import { stepAside } from '../shared/flows/step-aside.ts';
import { updateOwn } from '../shared/flows/update-own.ts';
import type { WorkerVerdict } from '../shared/http/create-worker.ts';
import type { StoredDocument, Write } from '../shared/ports/store.ts';

export interface DeliverDeps extends ClaimDeps, SendWebhookDeps, CreateTaskDeps {
  retryLadder: RetryLadder;
  fairShare: FairShare;
}

type ClaimedDelivery = StoredDocument<Delivery & { claimId: string; leaseUntil: number }>;

/**
 * One attempt of one delivery: the delivery state machine of ARCHITECTURE.md.
 *
 * | the delivery | what happens | verdict |
 * |---|---|---|
 * | is gone, settled, or further on than the task | nothing | done |
 * | is not due yet, or another worker holds it | nothing | again |
 * | belongs to an ATS that has its share of what is under way, or whose endpoint is unhealthy | moved to the slow queue | done |
 * | belongs to a disabled ATS | put off, no rung used up | done |
 * | is sent, whatever the receiver answers | written down, the next rung's task created | done |
 *
 * An endpoint's health is written when it changes, after the attempt that changed it. A crash between sending and writing down repeats
 * the attempt once the lease has ended; nothing else does.
 */
export async function deliverAttempt(deps: DeliverDeps, task: DeliverTask): Promise<WorkerVerdict> {
  const { deliveryId, atsId } = task;
  deps.log.annotate({ delivery_id: deliveryId, ats_id: atsId });
  const turn = task.slow ? deps.fairShare.enterAnyway(atsId) : await deps.fairShare.enter(atsId);
  if (turn === undefined) return makeWay(deps, task);
  try {
    return await attemptInTurn(deps, task, turn);
  } finally {
    turn.end();
  }
}

async function attemptInTurn(deps: DeliverDeps, task: DeliverTask, turn: Turn): Promise<WorkerVerdict> {
  const { store, clock, ids, log } = deps;
  const { deliveryId, atsId } = task;
  const [delivery, ats, health] = await store.getAll<[Delivery, Ats, EndpointHealth]>(
    paths.delivery(deliveryId),
    paths.ats(atsId),
    paths.endpointHealth(atsId),
  );
  if (delivery === undefined || ats === undefined || delivery.data.atsId !== atsId) {
    log.error('delivery.unknown');
    return 'done';
  }
  log.annotate({ reference_id: delivery.data.referenceId });
  const verdict = judgeDeliverTask(delivery.data, task, clock.now());
  if (verdict === 'settled' || verdict === 'stale') return 'done';
  if (verdict !== 'ready') return 'again';
  if (!ats.data.enabled) {
    const change = postponeDelivery(delivery.data, clock.now(), ids.random());
    log.info('delivery.postponed', { event: delivery.data.event, reason: 'The ATS is disabled' });
    return conclude(deps, delivery, change);
  }
  if (health?.data.state === 'unhealthy' && !task.slow) return makeWay(deps, task);
  const claimed = await claim(deps, delivery);
  if (claimed === undefined || !leaseHasTime(claimed.data.leaseUntil, clock.now())) return 'again';
  return sendAndConclude(deps, claimed, { ats: ats.data, health, turn });
}

async function makeWay(deps: DeliverDeps, task: DeliverTask): Promise<WorkerVerdict> {
  return (await stepAside(deps, task)) ? 'done' : 'again';
}

interface Receiver {
  ats: Ats;
  health: StoredDocument<EndpointHealth> | undefined;
  turn: Turn;
}

async function sendAndConclude(
  deps: DeliverDeps,
  claimed: ClaimedDelivery,
  { ats, health, turn }: Receiver,
): Promise<WorkerVerdict> {
  const { clock, ids, retryLadder, fairShare } = deps;
  const { atsId } = ats;
  const at = clock.now();
  const test = false;
  const sent = await sendWebhook(deps, claimed.data, ats, { timeoutMs: DELIVERY_TIMEOUT_MS, test });
  turn.end({ durationMs: sent.result.durationMs, failed: sent.outcome !== 'success' });
  const slowFailures = fairShare.slowFailures(atsId, health?.data.since);
  const attempt = attemptOf(claimed.data, sent, at);
  const change = recordAttempt(claimed.data, {
    attempt,
    now: clock.now(),
    retryLadder,
    random: ids.random(),
  });
  logAttempt(deps, claimed.data, attempt, change);
  const { claimId, deliveryId, n } = claimed.data;
  const entry = outgoingLogEntry(
    { ...claimed.data, entryId: claimId, eventId: deliveryId, attempt: n + 1, test, at },
    sent,
  );
  const along: Write[] = [{ type: 'create', path: paths.logEntry(entry.entryId), data: entry }];
  const ofLadder = change.set.attempts?.filter(({ ladder }) => ladder === claimed.data.ladder) ?? [];
  const changed = changedHealth(clock.now(), health?.data, { atsId, attempts: ofLadder, slowFailures });
  const slow = (changed ?? health?.data)?.state === 'unhealthy';
  const verdict = await conclude(deps, claimed, change, { along, slow });
  if (changed) await noteHealth(deps, health, changed);
  return verdict;
}

function attemptOf(
  { claimId }: ClaimedDelivery['data'],
  { outcome, statusCode, reason, result }: SentWebhook,
  at: number,
): Omit<Attempt, 'ladder' | 'number'> {
  return { claimId, at, durationMs: result.durationMs, outcome, statusCode, reason };
}

/** Writes down what became of a delivery, if it is still as it was left, and creates the next task. */
async function conclude(
  deps: DeliverDeps,
  delivery: StoredDocument<Delivery>,
  { set, remove, nextDueAt }: DeliveryChange,
  { along = [], slow = false }: { along?: readonly Write[]; slow?: boolean } = {},
): Promise<WorkerVerdict> {
  const next = { ...delivery.data, ...set };
  const isOwn = (now: Delivery) => now.n === next.n && now.dueAt === next.dueAt && now.state === next.state;
  const version = await updateOwn(deps.store, delivery, { set, remove }, isOwn, along);
  // The lease was lost to another worker: the task, repeated, sees how things stand.
  if (version === undefined) return 'again';
  if (nextDueAt !== null) await enqueueDelivery(deps, next, slow);
  return 'done';
}

function logAttempt(
  { log, retryLadder }: DeliverDeps,
  delivery: Delivery,
  attempt: Omit<Attempt, 'ladder' | 'number'>,
  { set, nextDueAt }: DeliveryChange,
): void {
  const { event, ladder } = delivery;
  const { outcome, statusCode, durationMs, at } = attempt;
  log[outcome === 'success' ? 'info' : 'warn']('delivery.attempted', {
    event,
    ladder,
    attempt: delivery.n + 1,
    maxAttempts: retryLadder.length,
    outcome,
    statusCode,
    reason: attempt.reason,
    durationMs,
    state: set.state ?? delivery.state,
    retryDelaySeconds: nextDueAt === null ? null : Math.round((nextDueAt - at) / 1000),
  });
}
