import { describe, expect, test } from '@jest/globals';
import type { StoreContext } from './store.contract.ts';
import type { CountQuery } from './store.ts';

/** A count is of all that a query would find, and of nothing else. */
export function describeCounts(context: StoreContext): void {
  const things = () => `${context.root}/things`;
  const add = (documents: Record<string, object>, collection = things()) =>
    context.store.commit(
      Object.entries(documents).map(([id, data]) => ({ type: 'create', path: `${collection}/${id}`, data })),
    );
  const count = (query: Omit<CountQuery, 'collection'> = {}, collection = things()) =>
    context.store.count({ collection, ...query });

  describe('a count', () => {
    test('of nothing is 0', async () => {
      expect(await count()).toBe(0);
      expect(await count({ equals: { atsId: 'acme' } })).toBe(0);
      expect(await count({ equals: { atsId: 'acme' }, range: { field: 'createdAt', from: 0, to: 10 } })).toBe(
        0,
      );
    });

    test('is of values from the first up to the last, which is left out, and of no others', async () => {
      const times = [-5, 3, 4, 5, 5, 8, 9, 10, null, undefined];
      await add(Object.fromEntries(times.map((createdAt, n) => [`t-${n}`, { atsId: 'acme', createdAt }])));
      await add({ foreign: { atsId: 'other', createdAt: 5 } });
      const between = (from: number, to: number, field = 'createdAt') =>
        count({ equals: { atsId: 'acme' }, range: { field, from, to } });

      expect(await between(4, 9)).toBe(4);
      expect(await between(5, 6)).toBe(2);
      expect(await between(5, 5)).toBe(0);
      expect(await between(6, 5)).toBe(0);
      expect(await between(11, 20)).toBe(0);
      expect(await between(-10, 100)).toBe(8);
      expect(await between(-10, 100, 'missing')).toBe(0);
      expect(await count({ range: { field: 'createdAt', from: 5, to: 6 } })).toBe(3);
    });

    test('demands all that it names, and tells values of different types apart', async () => {
      await add({
        a: { x: 1, y: 'p', n: 1 },
        b: { x: 1, y: 'q', n: 1 },
        c: { x: 2, y: 'p', n: 1 },
        d: { x: true, y: 'p', n: 1 },
        e: { x: '1', y: 'p', n: 1 },
      });

      expect(await count({ equals: { x: 1 } })).toBe(2);
      expect(await count({ equals: { x: 1, y: 'p' } })).toBe(1);
      expect(await count({ equals: { x: true } })).toBe(1);
      expect(await count({ equals: { x: '1' }, range: { field: 'n', from: 1, to: 2 } })).toBe(1);
      expect(await count()).toBe(5);
    });

    test('is of its own collection only: none of the same prefix, none above and none below', async () => {
      const { root } = context;
      await add({ own: {} });
      await add({ prefixed: {}, more: {} }, `${root}/things2`);
      await add({ below: {}, more: {}, most: {} }, `${things()}/own/things`);

      expect(await count()).toBe(1);
      expect(await count({}, `${root}/things2`)).toBe(2);
      expect(await count({}, `${things()}/own/things`)).toBe(3);
    });

    test('is of documents whatever their ids are, and of more than a page of them', async () => {
      const ids = ['B', 'a%2Fb', 'a b', 'é', '候', '\uf8ff', '🎉', '~', '0', '-'];
      await add(Object.fromEntries(ids.map((id) => [id, { n: 1 }])));
      await add(Object.fromEntries(Array.from({ length: 490 }, (_, n) => [`id-${n}`, { n: 1 }])));

      expect(await count({ range: { field: 'n', from: 1, to: 2 } })).toBe(500);
    });

    test('follows every change at once', async () => {
      const { store } = context;
      const due = () => count({ equals: { shard: 1 }, range: { field: 'sweepAt', from: 0, to: 10 } });
      await add({ a: { shard: 1, sweepAt: 5 }, b: { shard: 1, sweepAt: 6 } });
      expect(await due()).toBe(2);

      await store.commit([{ type: 'update', path: `${things()}/a`, set: { sweepAt: 10 } }]);
      expect(await due()).toBe(1);

      await store.commit([{ type: 'delete', path: `${things()}/b` }]);
      expect(await due()).toBe(0);
    });

    test('of the delivery log is of any kind of entry, however many agree', async () => {
      // Nobody else's, where other tests have a log of their own in the same database.
      const atsId = context.root;
      const id = (n: number) => `${context.root.replaceAll('/', '-')}-${n}`;
      const outcomes = ['success', 'failure', 'error'];
      const entries = Array.from({ length: 60 }, (_, n) => ({
        atsId,
        shard: n % 4,
        direction: n % 2 ? 'incoming' : 'outgoing',
        outcome: outcomes[n % 3],
        statusCode: n % 3 === 2 ? null : 200 + (n % 5),
        event: n % 7 ? 'candidate.created' : 'candidate.updated',
        createdAt: 1000 + n,
      }));
      await add(Object.fromEntries(entries.map((entry, n) => [id(n), entry])), 'deliveryLog');
      const asked = [
        {},
        { direction: 'outgoing' },
        { direction: 'outgoing', outcome: 'success' },
        { direction: 'incoming', outcome: 'failure', statusCode: 201 },
        { outcome: 'error', event: 'candidate.updated' },
        { direction: 'outgoing', shard: 2 },
        { direction: 'sideways' },
      ];

      for (const equals of asked) {
        for (const [from, to] of [
          [0, 9999],
          [1010, 1040],
          [1059, 1060],
          [5000, 6000],
        ] as const) {
          const wanted = entries.filter(
            (entry) =>
              entry.createdAt >= from &&
              entry.createdAt < to &&
              Object.entries(equals).every(([field, value]) => entry[field as 'shard'] === value),
          );
          const range = { field: 'createdAt', from, to };
          expect([equals, from, await count({ equals: { atsId, ...equals }, range }, 'deliveryLog')]).toEqual(
            [equals, from, wanted.length],
          );
        }
      }
    });
  });
}
