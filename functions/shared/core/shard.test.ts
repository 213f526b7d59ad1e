import { expect, test } from '@jest/globals';
import { SWEEP_SHARDS, shardOf } from './shard.ts';

test('shards follow CRC-32, whose check value is 0xCBF43926', () => {
  expect(shardOf('123456789', 2 ** 32)).toBe(0xcbf43926);
});

// From Python: zlib.crc32(id.encode()) % 8. What is stored was sharded so.
test.each([
  ['evt_0', 3],
  ['evt_1', 5],
  ['evt_c7be', 0],
  ['0198c2e4-7c3a-7f21-9b6d-3f5a1c0e8d42', 7],
  ['Ünïcode', 4],
])('%s stays on sweep shard %i', (id, shard) => {
  expect(shardOf(id, SWEEP_SHARDS)).toBe(shard);
});

test('ids spread evenly over the shards', () => {
  const counts = new Array<number>(SWEEP_SHARDS).fill(0);
  for (let id = 0; id < 8000; id += 1) {
    const shard = shardOf(`evt_${id.toString(16)}`, SWEEP_SHARDS);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1100);
});
