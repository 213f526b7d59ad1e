import type { AcceptedEvent } from '../shared/core/accepted-event.ts';
import type { Ats } from '../shared/core/ats.ts';
import type { EventError } from '../shared/core/envelope.ts';
import { decodeStored } from '../shared/core/json/decode-stored.ts';
import { leaseHasTime } from '../shared/core/lease.ts';
import { paths } from '../shared/core/paths.ts';
import { afterAiCall, overdueError } from '../shared/core/processing/ai-outcome.ts';
import { judgeProcessTask } from '../shared/core/processing/judge-process-task.ts';
import type { ProcessTask } from '../shared/core/task.ts';
import type { MemberEvent } from '../shared/core/workspaces/plan-provisioning.ts';
import { workspaceEvent } from '../shared/core/workspaces/workspace-types.ts';
import { type ClaimDeps, claim } from '../shared/flows/claim.ts';
import { createTask } from '../shared/flows/create-task.ts';
import type { FairShare, Turn } from '../shared/flows/fair-share.ts';
import { type SettleDeps, settleAcceptedEvent } from '../shared/flows/settle-accepted-event.ts';
import { stepAside } from '../shared/flows/step-aside.ts';
import { updateOwn } from '../shared/flows/update-own.ts';
import type { WorkerVerdict } from '../shared/http/create-worker.ts';
import type { AiAnswer, AiService } from '../shared/ports/ai-service.ts';
import type { StoredDocument } from '../shared/ports/store.ts';
import { processWorkspaceEvent } from './process-workspace-event.ts';
import { provision } from './provision.ts';

export interface ProcessDeps extends SettleDeps, ClaimDeps {
  ai: AiService;
  fairShare: FairShare;
}

type ClaimedEvent = StoredDocument<MemberEvent & { claimId: string; leaseUntil: number }>;

/**
 * Hands one accepted event to the AI service and writes down what came of it.
 *
 * | the event | what happens | verdict |
 * |---|---|---|
 * | is gone, settled, or further on than the task | nothing | done |
 * | is not due yet, or another worker holds it | nothing | again |
 * | is of an ATS that has its share of the AI calls under way | moved to the slow queue | done |
 * | has run out of time, or a workspace that is not provisioned | settled with an error | done |
 * | asks for a workspace or a member | provisioned, its webhook on the way | done |
 * | gets a result, or a final refusal | settled, its webhook on the way | done |
 * | gets a promise, or no answer | waits for the result, or for the next call | done |
 *
 * The same call may be made twice after a crash: the AI service tells it by its reference id.
 */
export async function processEvent(deps: ProcessDeps, task: ProcessTask): Promise<WorkerVerdict> {
  const { referenceId, atsId, slow } = task;
  deps.log.annotate({ reference_id: referenceId, ats_id: atsId });
  const turn = slow ? deps.fairShare.enterAnyway(atsId) : await deps.fairShare.enter(atsId);
  if (turn === undefined) return (await stepAside(deps, task)) ? 'done' : 'again';
  try {
    return await processInTurn(deps, task, turn);
  } finally {
    turn.end();
  }
}

async function processInTurn(deps: ProcessDeps, task: ProcessTask, turn: Turn): Promise<WorkerVerdict> {
  const { store, clock, log, ai } = deps;
  const { referenceId, atsId } = task;
  const [event, ats] = await store.getAll<[MemberEvent, Ats]>(paths.event(referenceId), paths.ats(atsId));
  if (event === undefined || ats === undefined || event.data.atsId !== atsId) {
    log.error('event.unknown');
    return 'done';
  }
  const verdict = judgeProcessTask(event.data, task, clock.now());
  if (verdict === 'settled' || verdict === 'stale') return 'done';
  if (verdict !== 'ready') return 'again';
  const claimed = await claim(deps, event);
  if (claimed === undefined) return 'again';
  const workspaceType = workspaceEvent(claimed.data.type);
  if (workspaceType) return processWorkspaceEvent(deps, claimed, workspaceType, ats.data.policy);
  const overdue = overdueError(claimed.data, clock.now());
  if (overdue) return settleWithError(deps, claimed, overdue);
  const refusal = await provision(deps, claimed.data, ats.data.policy);
  if (refusal) return settleWithError(deps, claimed, refusal);
  if (!leaseHasTime(claimed.data.leaseUntil, clock.now())) return 'again';
  const { clientId, userId, type } = claimed.data;
  const data = decodeStored(claimed.data);
  const calledAt = clock.now();
  const answer = await ai.process({ referenceId, atsId, clientId, userId, event: type, data });
  const failed = answer.kind === 'unavailable' || answer.kind === 'refused';
  turn.end({ durationMs: clock.now() - calledAt, failed });
  log[failed ? 'warn' : 'info']('event.processed', {
    event: type,
    call: task.n + 1,
    answer: answer.kind,
    reason: failed ? answer.reason : null,
  });
  return conclude(deps, claimed, answer);
}

async function conclude(deps: ProcessDeps, event: ClaimedEvent, answer: AiAnswer): Promise<WorkerVerdict> {
  const { store, clock, ids } = deps;
  if (answer.kind === 'result') return toVerdict(await settleAcceptedEvent(deps, event, answer.result));
  const progress = afterAiCall(event.data, answer, clock.now(), ids.random());
  if ('code' in progress) return settleWithError(deps, event, progress);
  const { set } = progress;
  const isOwn = (now: AcceptedEvent) => now.n === set.n && now.dueAt === set.dueAt && now.state !== 'settled';
  // Its result may have come before its own 202 was written down; the task, repeated, sees how things stand.
  if ((await updateOwn(store, event, { set }, isOwn)) === undefined) return 'again';
  if (progress.nextDueAt === null) return 'done';
  const { atsId, referenceId, n } = event.data;
  const task = { v: 1, kind: 'process', atsId, referenceId, n: n + 1 } as const;
  await createTask(deps, { queue: 'process', task, dueAt: progress.nextDueAt });
  return 'done';
}

async function settleWithError(
  deps: ProcessDeps,
  event: ClaimedEvent,
  error: EventError,
): Promise<WorkerVerdict> {
  return toVerdict(await settleAcceptedEvent(deps, event, { status: 'error', error }));
}

function toVerdict(settled: boolean): WorkerVerdict {
  return settled ? 'done' : 'again';
}
