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
      return undefined;
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
    void group.flush();
    const added = group.add(1);

    void group.flush();
    expect(batches).toEqual([[1]]);
    expect(await added).toBe(2);
    void group.flush();
    await nextTurn();

    expect(batches).toEqual([[1]]);
  });

  test('rejects what is not settled when a batch throws, and goes on with the next', async () => {
    const group = groupFlush((batch: Waiting<string, string>[]) => {
      for (const { item, resolve } of batch) {
        if (item === 'bad') throw new Error('on purpose');
        resolve(item);
      }
      return undefined;
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
      return undefined;
    });

    await group.add(1);
    await second;

    expect(batches).toEqual([[1], [2]]);
  });

  describe('where a batch takes its time', () => {
    /** A flush whose batches are answered by hand. */
    function slow(enough?: number) {
      const batches: { items: number[]; answer: PromiseWithResolvers<void> }[] = [];
      const group = groupFlush(
        async (batch: Waiting<number, number>[]) => {
          const answer = Promise.withResolvers<void>();
          batches.push({ items: batch.map(({ item }) => item), answer });
          await answer.promise;
          for (const { item, resolve } of batch) resolve(item);
        },
        enough === undefined ? {} : { enough },
      );
      return { batches, group, items: () => batches.map(({ items }) => items) };
    }

    test('what is asked for meanwhile goes into the next, which follows by itself', async () => {
      const { batches, group, items } = slow();
      const first = group.add(1);
      for (let turn = 0; turn < 5; turn += 1) await nextTurn();
      const later = [group.add(2), group.add(3)];
      for (let turn = 0; turn < 5; turn += 1) await nextTurn();
      expect(items()).toEqual([[1]]);

      batches[0]?.answer.resolve();
      expect(await first).toBe(1);
      for (let turn = 0; turn < 5; turn += 1) await nextTurn();
      expect(items()).toEqual([[1], [2, 3]]);
      batches[1]?.answer.resolve();

      expect(await Promise.all(later)).toEqual([2, 3]);
    });

    test('flush waits for all of it', async () => {
      const { batches, group, items } = slow();
      void group.add(1);
      let flushed = false;
      const flushing = group.flush().then(() => {
        flushed = true;
      });
      void group.add(2);

      batches[0]?.answer.resolve();
      for (let turn = 0; turn < 5; turn += 1) await nextTurn();
      expect(items()).toEqual([[1], [2]]);
      expect(flushed).toBe(false);
      batches[1]?.answer.resolve();
      await flushing;
    });

    test('one that fails rejects what is in it, and the next goes through', async () => {
      const { batches, group } = slow();
      const first = group.add(1);
      await nextTurn();
      await nextTurn();
      const second = group.add(2);

      batches[0]?.answer.reject(new Error('on purpose'));
      await expect(first).rejects.toThrow('on purpose');
      for (let turn = 0; turn < 5; turn += 1) await nextTurn();
      batches[1]?.answer.resolve();

      expect(await second).toBe(2);
    });

    test('does not wait for more where there is enough', () => {
      const { group, items } = slow(2);

      for (const item of [1, 2, 3]) void group.add(item);

      expect(items()).toEqual([[1, 2]]);
    });
  });
});
