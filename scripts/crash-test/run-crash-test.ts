import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadLocalConfig } from '../../functions/shared/config.ts';
import { seededRandom } from '../seeded-random.ts';
import { checkRun, type Verdict } from './check-run.ts';
import { readFinalState } from './read-final-state.ts';
import { type Stage, type StageOptions, setStage } from './set-stage.ts';
import { type Left, settle } from './settle.ts';
import { startServer } from './start-server.ts';
import { sweepAhead } from './sweep-ahead.ts';
import { withRuntime } from './with-runtime.ts';

export interface CrashTestOptions extends Pick<StageOptions, 'seed' | 'connections'> {
  kills: number;
  /** Does not wait the two to three minutes until what has lost its task is swept, but sweeps at once. */
  sweepsAhead?: boolean;
  /** Ends the test early, and every process with it. */
  signal: AbortSignal;
  /** Told now and then how far it has come. */
  onProgress(line: string): void;
}

export interface CrashTestResult extends Verdict {
  ok: boolean;
  seed: string;
  /** How often a request was sent again, because its answer was lost or no server was there. */
  retries: number;
  settlingMs: number;
  durationMs: number;
  /** Where the database of a run that failed is; null when all is well, and the folder gone. */
  dataDir: string | null;
}

const LADDER = '0s,1s,2s,3s,4s';
const MIN_LIFE_MS = 50;
const MAX_LIFE_MS = 1500;
const PROGRESS_EVERY_MS = 10_000;

/** After a kill: what the dead server had sent is still read, and not taken for the next one's. */
const AFTERMATH_MS = 50;

/**
 * Kills the server again and again while candidates are pushed, lets everything settle, and checks that nothing was lost, skipped,
 * early, or repeated without need. Rejects when the server does not start or ends by itself, and when `signal` says so.
 */
export async function runCrashTest(options: CrashTestOptions): Promise<CrashTestResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'carvos-crash-'));
  let keepsData = false;
  try {
    const result = await runIn(dataDir, options);
    // What went wrong can only be understood from the database.
    keepsData = !result.ok;
    return result;
  } finally {
    if (!keepsData) rmSync(dataDir, { recursive: true, force: true });
  }
}

async function runIn(dataDir: string, options: CrashTestOptions): Promise<CrashTestResult> {
  const startedAt = Date.now();
  const stage = await setStage({ ...options, dataDir, ladder: LADDER });
  try {
    await killAgainAndAgain(stage, options);
    const killedLastAt = Date.now();
    await stage.pushing.stop();
    await settleAll(stage, options);
    const settlingMs = Date.now() - killedLastAt;
    const verdict = await judge(stage);
    const ok = verdict.checks.every(({ problems }) => problems.length === 0);
    const durationMs = Date.now() - startedAt;
    const retries = stage.pushing.retries();
    const { seed } = options;
    return { ok, seed, retries, settlingMs, durationMs, dataDir: ok ? null : dataDir, ...verdict };
  } finally {
    await stage.clear();
  }
}

async function killAgainAndAgain(
  stage: Stage,
  { kills, seed, signal, onProgress }: CrashTestOptions,
): Promise<void> {
  const random = seededRandom(`${seed}:kills`);
  const report = everySoOften(onProgress);
  for (let done = 1; done <= kills; done += 1) {
    const lifeMs = MIN_LIFE_MS + random() * (MAX_LIFE_MS - MIN_LIFE_MS);
    await whileServing(stage, pause(lifeMs, undefined, { signal }));
    const { startedAt } = stage.server;
    stage.runs.push({ startedAt, endedAt: await stage.server.kill(), killed: true });
    await pause(AFTERMATH_MS);
    stage.server = await startServer(stage.serverOptions);
    const { pushing, receiver } = stage;
    report(() => {
      const accepted = `${pushing.acceptances.length} times 202`;
      return `${done} of ${kills} kills, ${accepted}, ${receiver.receipts.length} webhooks received`;
    });
  }
}

async function settleAll(
  stage: Stage,
  { signal, onProgress, sweepsAhead = false }: CrashTestOptions,
): Promise<void> {
  const { dataDir } = stage.serverOptions;
  const report = everySoOften(onProgress);
  const onLook = ({ events, deliveries, tasks }: Left) =>
    report(() => `settling: ${events} events, ${deliveries} deliveries and ${tasks} tasks to go`);
  await withRuntime(dataDir, async (runtime) => {
    if (sweepsAhead) await sweepAhead(runtime);
    await whileServing(stage, settle({ ...runtime, dataDir, signal, onLook }));
  });
}

/** Waits for `work`; rejects when the server ends meanwhile, which it may not do by itself. */
async function whileServing({ server }: Stage, work: Promise<void>): Promise<void> {
  const died = server.ended.then((code) => {
    throw new Error(`The server ended by itself with ${code}. It printed:\n${server.output()}`);
  });
  await Promise.race([work, died]);
}

async function judge({ server, serverOptions, runs, pushing, receiver }: Stage): Promise<Verdict> {
  const { dataDir } = serverOptions;
  const code = await server.stop();
  if (code !== 0) {
    throw new Error(`The server ended with ${code} when asked to end. It printed:\n${server.output()}`);
  }
  const run = { startedAt: server.startedAt, endedAt: Date.now(), killed: false };
  const final = await withRuntime(dataDir, ({ store }) => readFinalState(store, dataDir));
  return checkRun({
    ladder: loadLocalConfig({ CARVOS_LADDER: LADDER }).retryLadder,
    runs: [...runs, run],
    acceptances: pushing.acceptances,
    refusals: pushing.refusals,
    receipts: receiver.receipts,
    final,
  });
}

/** Passes on a line now and then, not each. */
function everySoOften(tell: (line: string) => void): (line: () => string) => void {
  let last = Date.now();
  return (line) => {
    if (Date.now() - last < PROGRESS_EVERY_MS) return;
    last = Date.now();
    tell(line());
  };
}
