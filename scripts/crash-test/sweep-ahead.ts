import { MINUTE_MS } from '../../functions/shared/core/duration.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { sweep } from '../../functions/sweep/sweep.ts';

/** Beyond the latest time that a claim of now, or a rung of the test's ladder, sets a sweep to. */
const AHEAD_MS = 5 * MINUTE_MS;

/**
 * Does at once what the server's own sweeps would do minutes later: a task for whatever has none. Everything else has two then,
 * which is harmless.
 */
export async function sweepAhead(runtime: Runtime): Promise<void> {
  const clock = { now: () => runtime.clock.now() + AHEAD_MS };
  const { failed } = await sweep({ ...runtime, clock });
  if (failed > 0) throw new Error(`${failed} documents could not be swept`);
}
