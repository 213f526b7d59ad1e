import { v7 } from 'uuid';
import type { Clock } from '../../functions/shared/ports/clock.ts';
import type { Ids } from '../../functions/shared/ports/ids.ts';

/** Ids and jitter as in production, only that the same `random` gives the same ones again. */
export function seededIds(clock: Clock, random: () => number): Ids {
  const randomBytes = (count: number) => {
    const words = Uint32Array.from({ length: Math.ceil(count / 4) }, () => random() * 2 ** 32);
    return Buffer.from(words.buffer, 0, count);
  };
  return {
    referenceId: () => v7({ msecs: clock.now(), random: randomBytes(16) }),
    uniqueId: () => randomBytes(16).toString('hex'),
    randomBytes,
    random,
  };
}
