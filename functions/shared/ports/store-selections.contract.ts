import { describe, expect, test } from '@jest/globals';
import type { StoreContext } from './store.contract.ts';
import type { Query } from './store.ts';

/** What of documents is read, from how small a value on, and from where in the database. */
export function describeSelections(context: StoreContext): void {
  const things = () => `${context.root}/things`;
  const add = (documents: Record<string, object>, collection = things()) =>
    context.store.commit(
      Object.entries(documents).map(([id, data]) => ({ type: 'create', path: `${collection}/${id}`, data })),
    );

  describe('a query for some fields', () => {
    const read = (fields: readonly string[], more: Partial<Query> = {}) =>
      context.store.query({ collection: things(), limit: 10, fields, ...more });

    test('reads these and no others, with path, id and version as ever', async () => {
      const payload = Buffer.from([0, 255]);
      const whole = {
        name: 'a',
        list: [1],
        map: { n: 1 },
        nothing: null,
        payload,
        expireAt: 1500,
        large: 'x',
      };
      const { version } = await add({ a: whole, b: { other: 1 } });

      const [a, b, ...more] = await read(['name', 'map', 'nothing', 'expireAt', 'missing']);

      const data = { name: 'a', map: { n: 1 }, nothing: null, expireAt: 1500 };
      expect(a).toStrictEqual({ path: `${things()}/a`, id: 'a', version, data });
      expect([b?.data, more]).toEqual([{}, []]);
    });

    test('reads the payload only where it is one of them', async () => {
      await add({ a: { n: 1, payload: Buffer.from([0, 255]) } });

      const [found] = await context.store.query<{ payload: Uint8Array }>({
        collection: things(),
        limit: 1,
        fields: ['payload'],
      });

      expect(Object.keys(found?.data ?? {})).toEqual(['payload']);
      expect([...(found?.data.payload ?? [])]).toEqual([0, 255]);
    });

    test('reads nothing but that a document is there, where there are none', async () => {
      await add({ a: { n: 1, payload: Buffer.from('x') } });

      expect(await read([])).toMatchObject([{ id: 'a', data: {} }]);
    });

    test('may ask for others than it is found and ordered by', async () => {
      await add({
        a: { atsId: 'acme', createdAt: 1, n: 'a' },
        b: { atsId: 'acme', createdAt: 2, n: 'b' },
        c: { atsId: 'other', createdAt: 3, n: 'c' },
      });

      const found = await read(['n'], { equals: { atsId: 'acme' }, newestFirst: { field: 'createdAt' } });

      expect(found.map(({ data }) => data)).toEqual([{ n: 'b' }, { n: 'a' }]);
    });
  });

  describe('a query for the newest from some value on', () => {
    const newest = async (atLeast: number, before?: { value: number; id?: string }, limit = 10) => {
      const found = await context.store.query({
        collection: things(),
        equals: { atsId: 'acme' },
        newestFirst: { field: 'createdAt', atLeast, ...(before ? { before } : {}) },
        limit,
      });
      return found.map(({ id }) => id);
    };

    test('finds that value and larger ones, whatever place it goes on after', async () => {
      await add({
        old: { atsId: 'acme', createdAt: 4 },
        a: { atsId: 'acme', createdAt: 5 },
        b: { atsId: 'acme', createdAt: 5 },
        new: { atsId: 'acme', createdAt: 9 },
        timeless: { atsId: 'acme' },
        cleared: { atsId: 'acme', createdAt: null },
        foreign: { atsId: 'other', createdAt: 7 },
      });

      expect(await newest(5)).toEqual(['new', 'b', 'a']);
      expect(await newest(5, undefined, 2)).toEqual(['new', 'b']);
      expect(await newest(6)).toEqual(['new']);
      expect(await newest(10)).toEqual([]);
      expect(await newest(-1)).toEqual(['new', 'b', 'a', 'old']);
      expect(await newest(5, { value: 9 })).toEqual(['b', 'a']);
      expect(await newest(5, { value: 5, id: 'b' })).toEqual(['a']);
      expect(await newest(5, { value: 5 })).toEqual([]);
    });
  });

  describe('a query of all collections of one name', () => {
    /** A name that no other test has. */
    const group = () => `group${context.root.replaceAll(/[^0-9a-f]/g, '')}`;
    const pathsOf = (found: readonly { path: string }[]) =>
      found.map(({ path }) => path.slice(`${context.root}/of/`.length));

    test('finds what is in any of them, whatever is above it, and nothing of other names', async () => {
      const { root } = context;
      const document = { shard: 1, createdAt: 1 };
      await add({ a: document }, `${root}/x/y/${group()}`);
      await add({ b: document }, `${root}/x/y/${group()}/a/${group()}`);
      await add({ c: document }, group());
      await add({ no: document }, `${root}/x/y/${group()}s`);
      await add({ no: document }, `${root}/x/y/not${group()}`);
      await add({ no: document }, `${root}/x/y/${group()}/a/below`);

      const found = await context.store.query({ collection: group(), collectionGroup: true, limit: 10 });

      expect(found.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
      expect(found.map(({ path }) => path).sort()).toEqual(
        [`${root}/x/y/${group()}/a`, `${root}/x/y/${group()}/a/${group()}/b`, `${group()}/c`].sort(),
      );
      expect(
        await context.store.query({ collection: `no${group()}`, collectionGroup: true, limit: 10 }),
      ).toEqual([]);
    });

    test.each([
      ['activity', 'of which there is an index', () => 'activity'],
      ['any', 'by any name', group],
    ])('%s: orders and pages what is equal by path, id by id, %s', async (_, __, name) => {
      const { root } = context;
      const owner = root;
      // As text the first of these two would come after the second.
      for (const above of ['a', 'a-b', 'b']) {
        const document = { shard: 3, owner, createdAt: 5 };
        await add({ one: document, two: document }, `${root}/of/${above}/${name()}`);
      }
      await add({ new: { shard: 3, owner, createdAt: 9 } }, `${root}/of/a/${name()}`);
      await add({ old: { shard: 3, owner, createdAt: 1 } }, `${root}/of/b/${name()}`);
      await add(
        { timeless: { shard: 3, owner }, foreign: { shard: 2, owner, createdAt: 5 } },
        `${root}/of/a/${name()}`,
      );
      const expected = ['a/new', 'b/two', 'b/one', 'a-b/two', 'a-b/one', 'a/two', 'a/one', 'b/old'];

      for (const limit of [1, 3, 10]) {
        const seen: string[] = [];
        let before: { value: number; id: string } | undefined;
        for (;;) {
          const page = await context.store.query<{ createdAt: number }>({
            collection: name(),
            collectionGroup: true,
            equals: { shard: 3, owner },
            newestFirst: { field: 'createdAt', ...(before ? { before } : {}) },
            fields: ['createdAt'],
            limit,
          });
          const last = page.at(-1);
          if (last === undefined) break;
          expect(page.every(({ data }) => Object.keys(data).join() === 'createdAt')).toBe(true);
          seen.push(...pathsOf(page).map((path) => path.replace(`${name()}/`, '')));
          before = { value: last.data.createdAt, id: last.path };
        }
        expect(seen).toEqual(expected);
      }
    });
  });
}
