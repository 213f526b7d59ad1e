import { randomBytes, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';

/** Ids from the operating system's randomness; reference ids carry the clock's time. */
export function createSystemIds(clock: Clock): Ids {
  const nextBytes = createRandomPool();
  return {
    referenceId: () => v7({ msecs: clock.now(), random: nextBytes() }),
    uniqueId: () => randomUUID(),
    randomBytes: (count) => randomBytes(count),
    random: () => Math.random(),
  };
}

const ID_BYTES = 16;
const IDS_AT_ONCE = 256;

/** Random bytes for one id after the other. A call of the operating system takes longer than all else about an id, so it gives many. */
function createRandomPool(): () => Uint8Array {
  let pool = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === pool.length) {
      pool = randomBytes(ID_BYTES * IDS_AT_ONCE);
      used = 0;
    }
    used += ID_BYTES;
    return pool.subarray(used - ID_BYTES, used);
  };
}
