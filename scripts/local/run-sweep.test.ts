import { describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { runSweep } from './run-sweep.ts';

const NOBODY = 'http://127.0.0.1:1';

/** A runtime whose store has so many documents left to purge. */
function runtimeWith({ expired, fails = false }: { expired: number; fails?: boolean }) {
  const seen = { left: expired, batches: 0, errors: [] as string[] };
  const runtime = {
    identity: { token: async () => 'token' },
    clock: { now: () => 0 },
    log: { error: (event: string) => seen.errors.push(event) },
    store: {
      purgeExpired(_now: number, limit: number) {
        if (fails) throw new Error('the disk is full');
        const purged = Math.min(limit, seen.left);
        seen.left -= purged;
        seen.batches += 1;
        return purged;
      },
    },
  } as unknown as Runtime;
  return { runtime, seen };
}

describe('runSweep', () => {
  test('purges all that has expired, batch by batch, also when the call of sweep fails', async () => {
    const { runtime, seen } = runtimeWith({ expired: 3500 });

    await runSweep(runtime, NOBODY, new AbortController().signal);

    expect(seen).toEqual({ left: 0, batches: 4, errors: ['sweep.failed'] });
  });

  test('gives others their turn between two batches, and ends there when it is told to stop', async () => {
    const { runtime, seen } = runtimeWith({ expired: Number.POSITIVE_INFINITY });
    const stopping = new AbortController();
    const sweep = runSweep(runtime, NOBODY, stopping.signal);
    while (seen.batches < 2) await new Promise((resolve) => setImmediate(resolve));

    stopping.abort();
    await sweep;

    expect(seen.errors).toEqual(['sweep.failed']);
  });

  test('tells a purge that fails from a sweep that fails', async () => {
    const { runtime, seen } = runtimeWith({ expired: 1, fails: true });

    await runSweep(runtime, NOBODY, new AbortController().signal);

    expect(seen.errors).toEqual(['sweep.failed', 'purge.failed']);
  });
});
