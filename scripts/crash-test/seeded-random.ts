import { createHash } from 'node:crypto';

/** Makes a source of numbers in [0, 1) that are the same for the same seed. */
export function seededRandom(seed: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash('sha256').update(`${seed}:${drawn}`).digest().readUInt32LE() / 2 ** 32;
  };
}
