import { crc32 } from 'node:zlib';

/** Spreads ids evenly and always the same way over `count` shards. */
export function shardOf(id: string, count: number): number {
  return crc32(id) % count;
}

/** Shards of the sweep's index: one ever-growing `sweepAt` would be a hot key. */
export const SWEEP_SHARDS = 8;
