import { createSystemIds } from '../../functions/shared/adapters/system/system-ids.ts';
import type { Clock } from '../../functions/shared/ports/clock.ts';
import type { Ids } from '../../functions/shared/ports/ids.ts';

/** Real ids, but no jitter: a rung falls due to the millisecond. */
export function testIds(clock: Clock): Ids {
  return { ...createSystemIds(clock), random: () => 0 };
}
