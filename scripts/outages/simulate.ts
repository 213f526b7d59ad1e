import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadLocalConfig } from '../../functions/shared/config.ts';
import { MINUTE_MS, SECOND_MS } from '../../functions/shared/core/duration.ts';
import { GatewayError } from '../../functions/shared/core/errors.ts';
import { physicalQueues } from '../../functions/shared/core/queues.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { updateAts } from '../../functions/shared/flows/update-ats.ts';
import { createLocalRuntime } from '../../functions/shared/runtime/local-runtime.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { MinHeap } from '../min-heap.ts';
import { seededRandom } from '../seeded-random.ts';
import { acceptPush } from './accept-push.ts';
import { failureAt } from './outage.ts';
import { AI_URL, createOutside, hookUrl } from './outside.ts';
import type { Push } from './push.ts';
import { readEnd } from './read-end.ts';
import { refusing } from './refusing.ts';
import type { Scenario } from './scenario.ts';
import { seededIds } from './seeded-ids.ts';
import { SimTime } from './sim-time.ts';
import { createTaskRunner } from './task-runner.ts';

export interface Acceptance {
  push: Push;
  referenceId: string;
}

export type SimulationResult = Awaited<ReturnType<typeof simulate>>;

/** The simulated time at which every simulation begins, epoch ms. */
export const BEGIN = Date.parse('2026-02-25T18:00:00Z');

/** The clock moves in whole seconds, past those in which nothing is due: what is due in between is done a little late, never early. */
const STEP_MS = SECOND_MS;

/** As often as the embedded queue looks; a queue's rate allows a fifth of a second's dispatches at one go. */
const HELD_BACK_STEP_MS = 100;

/** How long an ATS waits before it sends again what was answered 503, and at most twice that. */
const RESEND_MS = 30 * SECOND_MS;

/**
 * Runs a scenario through the code of production on a simulated clock: accepting, processing, delivering and sweeping, the embedded
 * store in memory and the embedded queue. Only what is outside is made up. The same scenario always gives the same result.
 */
export async function simulate(scenario: Scenario) {
  const { atsIds, outages, seed } = scenario;
  const time = new SimTime(BEGIN);
  const random = seededRandom(seed);
  const failureOf = (name: string) => failureAt(outages, name, time.now() - BEGIN);
  const secrets = new Map<string, string>();
  const outside = createOutside({
    time,
    random,
    failureOf,
    outgoingSecretOf: (atsId) => secrets.get(atsId) ?? '',
    isForgotten: (recordId) => scenario.isForgotten?.(recordId) ?? false,
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'carvos-outages-'));
  const config = { ...loadLocalConfig({}), dataDir, aiServiceUrl: AI_URL, logLevel: 'silent' } as const;
  const ids = seededIds(time, random);
  const runtime = createLocalRuntime(config, {
    clock: time,
    ids,
    sender: outside.sender,
    inMemory: true,
    queues: physicalQueues(),
  });
  // Signing takes a thread of its own, whose moment of finishing would make two runs differ.
  runtime.identity.token = async () => 'not looked at';
  for (const atsId of atsIds) {
    const made = await createAts(runtime, { atsId, name: atsId, webhookUrl: hookUrl(atsId) });
    secrets.set(atsId, made.outgoingSecret);
  }
  const away = (name: string) => ({ isDown: () => failureOf(name) !== undefined, random });
  const { enqueue } = refusing({ enqueue: runtime.queue.enqueue }, [], away('queue'));
  const runner = createTaskRunner(
    {
      ...runtime,
      store: refusing(runtime.store, ['commit'], away('store')),
      queue: { ...runtime.queue, enqueue },
    },
    time,
  );
  const acceptances = await drive({ deps: runner.deps, runner, time, random, scenario });
  const end = await readEnd(runtime.store, acceptances);
  const { aiCalls, webhooks } = outside;
  await runtime.close();
  rmSync(dataDir, { recursive: true });
  return { scenario, acceptances, aiCalls, webhooks, ...end, tasksLeft: runner.tasksLeft() };
}

interface DriveInput {
  deps: Runtime;
  runner: ReturnType<typeof createTaskRunner>;
  time: SimTime;
  random: () => number;
  scenario: Scenario;
}

/** Lets pushes, tasks, answers and the sweep of each minute happen in their order, and jumps from one to the next. */
async function drive({ deps, runner, time, random, scenario }: DriveInput): Promise<Acceptance[]> {
  const { pushes, switches = [], lengthMs } = scenario;
  const acceptances: Acceptance[] = [];
  const agenda = new MinHeap<() => Promise<unknown>>();
  const accept = async (push: Push) => {
    try {
      acceptances.push({ push, referenceId: await acceptPush(deps, push) });
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'unavailable') throw error;
      agenda.push(time.now() + RESEND_MS * (1 + random()), () => accept(push));
    }
  };
  for (const push of pushes(random)) agenda.push(BEGIN + push.atMs, () => accept(push));
  for (const { atMs, atsId, enabled } of switches) {
    agenda.push(BEGIN + atMs, () => updateAts(deps, atsId, { enabled }));
  }
  for (let atMs = MINUTE_MS; atMs <= lengthMs; atMs += MINUTE_MS) {
    agenda.push(BEGIN + atMs, () => sweep(deps));
  }
  const failures: unknown[] = [];
  let patienceMs = HELD_BACK_STEP_MS;
  while (time.now() < BEGIN + lengthMs) {
    await time.settle();
    if (failures.length > 0) throw failures[0];
    if (await runner.dispatchDue()) {
      patienceMs = HELD_BACK_STEP_MS;
      continue;
    }
    const next = Math.min(time.nextAt, agenda.nextAt, runner.nextDueAt());
    const step = Math.ceil(next / STEP_MS) * STEP_MS;
    time.moveTo(runner.isHeldBack() ? Math.min(step, time.now() + patienceMs) : step);
    // What is held back by the places in its queue, and not by its rate, is for longer.
    patienceMs = Math.min(patienceMs * 2, STEP_MS);
    for (let work = agenda.popDue(time.now()); work; work = agenda.popDue(time.now())) {
      void time.work(work).catch((error: unknown) => failures.push(error));
    }
  }
  await time.settle();
  // What is still under way at the end of the time goes no further.
  if (runner.tasksLeft() === 0) await runner.stop();
  return acceptances;
}
