import type { Runtime } from '../../functions/shared/runtime.ts';

const PURGE_BATCH = 1000;

/** What happens every minute: the scheduler's call of `sweep`, and what Firestore's TTL policy would delete. */
export async function runSweep(runtime: Runtime, baseUrl: string): Promise<void> {
  const { identity, store, clock, log } = runtime;
  try {
    const response = await fetch(`${baseUrl}/_functions/sweep`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await identity.token('scheduler', 'sweep')}` },
    });
    if (!response.ok) log.error('sweep.refused', { statusCode: response.status });
    await response.arrayBuffer();
    store.purgeExpired(clock.now(), PURGE_BATCH);
  } catch (error) {
    log.error('sweep.failed', { error: error as Error });
  }
}
