import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { groupFlush, type Waiting } from './group-flush.ts';

describe('groupFlush', () => {
  /** A flush that doubles numbers, and what it was handed. */
  function doubling() {
    const batches: number[][] = [];
    const group = groupFlush((batch: Waiting<number, number>[]) => {
      batches.push(batch.map(({ item }) => item));
      for (const { item, resolve } of batch) resolve(item * 2);
    });
    return { batches, group };
  }

  test('hands over what is asked for within one turn as one batch, in order, and nothing twice', async () => {
    const { batches, group } = doubling();

    expect(await Promise.all([group.add(1), group.add(2), group.add(3)])).toEqual([2, 4, 6]);
    expect(await group.add(4)).toBe(8);
    await nextTurn();

    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  test('hands over at once when it is told to, and then no more', async () => {
    const { batches, group } = doubling();
    group.flushNow();
    const added = group.add(1);

    group.flushNow();
    expect(batches).toEqual([[1]]);
    expect(await added).toBe(2);
    group.flushNow();
    await nextTurn();

    expect(batches).toEqual([[1]]);
  });

  test('rejects what is not settled when a batch throws, and goes on with the next', async () => {
    const group = groupFlush((batch: Waiting<string, string>[]) => {
      for (const { item, resolve } of batch) {
        if (item === 'bad') throw new Error('on purpose');
        resolve(item);
      }
    });

    const results = await Promise.allSettled([group.add('a'), group.add('bad'), group.add('c')]);

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await group.add('d')).toBe('d');
  });

  test('what is added while a batch is handed over goes into the next', async () => {
    const batches: number[][] = [];
    let second: Promise<number> | undefined;
    const group = groupFlush((batch: Waiting<number, number>[]) => {
      batches.push(batch.map(({ item }) => item));
      if (batches.length === 1) second = group.add(2);
      for (const { item, resolve } of batch) resolve(item);
    });

    await group.add(1);
    await second;

    expect(batches).toEqual([[1], [2]]);
  });
});
