import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Runtime } from '../../functions/shared/runtime.ts';

const PURGE_BATCH = 1000;
const SWEEP_DEADLINE_MS = 55_000;

/**
 * What happens every minute: the scheduler's call of `sweep`, and what Firestore's TTL policy would delete. Neither waits for the
 * other's success. Ends early when `signal` says so.
 */
export async function runSweep(runtime: Runtime, baseUrl: string, signal: AbortSignal): Promise<void> {
  await callSweep(runtime, baseUrl, signal);
  await purgeExpired(runtime, signal);
}

async function callSweep({ identity, log }: Runtime, baseUrl: string, signal: AbortSignal): Promise<void> {
  try {
    const response = await fetch(`${baseUrl}/_functions/sweep`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await identity.token('scheduler', 'sweep')}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(SWEEP_DEADLINE_MS)]),
    });
    if (!response.ok) log.error('sweep.refused', { statusCode: response.status });
    await response.arrayBuffer();
  } catch (error) {
    if (!signal.aborted) log.error('sweep.failed', { error: error as Error });
  }
}

async function purgeExpired({ store, clock, log }: Runtime, signal: AbortSignal): Promise<void> {
  try {
    const now = clock.now();
    // Requests have their turn between two batches: each holds the process up while it is written.
    while (!signal.aborted && (await store.purgeExpired(now, PURGE_BATCH)) === PURGE_BATCH) await nextTurn();
  } catch (error) {
    log.error('purge.failed', { error: error as Error });
  }
}
