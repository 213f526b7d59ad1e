import { describe, expect, test } from '@jest/globals';
import type { LocalRuntime } from '../../functions/shared/runtime/local-runtime.ts';
import { purgeExpired } from './purge-expired.ts';
import { runSweep } from './run-sweep.ts';

const NOBODY = 'http://127.0.0.1:1';

/** A platform whose store has so many documents left to purge. */
function platformWith({ expired, fails = false }: { expired: number; fails?: boolean }) {
  const seen = { left: expired, batches: 0, errors: [] as string[] };
  const runtime = {
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
  } as unknown as LocalRuntime;
  const outside = { token: async () => 'token', verify: async () => undefined };
  const platform = { runtime, outside, purgeExpired: (signal: AbortSignal) => purgeExpired(runtime, signal) };
  return { platform, seen };
}

describe('runSweep', () => {
  test('purges all that has expired, batch by batch, also when the call of sweep fails', async () => {
    const { platform, seen } = platformWith({ expired: 3500 });

    await runSweep(platform, NOBODY, new AbortController().signal);

    expect(seen).toEqual({ left: 0, batches: 4, errors: ['sweep.failed'] });
  });

  test('gives others their turn between two batches, and ends there when it is told to stop', async () => {
    const { platform, seen } = platformWith({ expired: Number.POSITIVE_INFINITY });
    const stopping = new AbortController();
    const sweep = runSweep(platform, NOBODY, stopping.signal);
    while (seen.batches < 2) await new Promise((resolve) => setImmediate(resolve));

    stopping.abort();
    await sweep;

    expect(seen.errors).toEqual(['sweep.failed']);
  });

  test('tells a purge that fails from a sweep that fails', async () => {
    const { platform, seen } = platformWith({ expired: 1, fails: true });

    await runSweep(platform, NOBODY, new AbortController().signal);

    expect(seen.errors).toEqual(['sweep.failed', 'purge.failed']);
  });
});
