import { randomBytes, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';

/** Ids from the operating system's randomness; reference ids carry the clock's time. */
export function createSystemIds(clock: Clock): Ids {
  return {
    referenceId: () => v7({ msecs: clock.now(), random: randomBytes(16) }),
    uniqueId: () => randomUUID(),
    randomBytes: (count) => randomBytes(count),
    random: () => Math.random(),
  };
}
