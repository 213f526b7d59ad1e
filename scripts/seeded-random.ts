import { crc32 } from 'node:zlib';

/** Numbers in [0, 1) that are the same for the same seed: mulberry32, good enough for jitter and test plans, and quick. */
export function seededRandom(seed: number | string): () => number {
  let state = typeof seed === 'string' ? crc32(seed) : seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
