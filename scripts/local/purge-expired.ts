import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LocalRuntime } from '../../functions/shared/runtime/local-runtime.ts';

const PURGE_BATCH = 1000;

/** Deletes what is past its time, as Firestore's TTL policy does by itself. Never throws; ends early when `signal` says so. */
export async function purgeExpired(
  { store, clock, log }: Pick<LocalRuntime, 'store' | 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const now = clock.now();
    // Requests have their turn between two batches: each holds the process up while it is written.
    while (!signal.aborted && (await store.purgeExpired(now, PURGE_BATCH)) === PURGE_BATCH) await nextTurn();
  } catch (error) {
    log.error('purge.failed', { error: error as Error });
  }
}
