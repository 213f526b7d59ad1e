import { describe, expect, test } from '@jest/globals';
import type { StoreContext } from './store.contract.ts';

interface Numbered {
  n: number;
}

/** What a query finds and in which order, and that its pages neither skip nor repeat. */
export function describeQueries(context: StoreContext): void {
  const things = () => `${context.root}/things`;
  const add = (documents: Record<string, object>, collection = things()) =>
    context.store.commit(
      Object.entries(documents).map(([id, data]) => ({ type: 'create', path: `${collection}/${id}`, data })),
    );
  const idsOf = (documents: readonly { id: string }[]) => documents.map(({ id }) => id);

  /** Reads a collection page by page; `between` runs after each page. */
  async function readPages(
    limit: number,
    between: () => Promise<unknown> = async () => {},
  ): Promise<string[]> {
    const ids: string[] = [];
    for (let pages = 0; pages < 100; pages += 1) {
      const startAfterId = ids.at(-1);
      const page = await context.store.query<Numbered>({
        collection: things(),
        limit,
        ...(startAfterId === undefined ? {} : { startAfterId }),
      });
      if (page.length === 0) return ids;
      expect(page.length).toBeLessThanOrEqual(limit);
      ids.push(...idsOf(page));
      await between();
    }
    throw new Error('the pages do not end');
  }

  describe('a query for the newest', () => {
    const newest = (limit: number, before?: { value: number; id?: string }) =>
      context.store.query<{ createdAt: number }>({
        collection: things(),
        equals: { atsId: 'acme' },
        newestFirst: { field: 'createdAt', ...(before ? { before } : {}) },
        limit,
      });

    test('finds what has the field, largest first, equal ones by id from the last', async () => {
      await add({
        old: { atsId: 'acme', createdAt: 1 },
        a: { atsId: 'acme', createdAt: 5 },
        b: { atsId: 'acme', createdAt: 5 },
        new: { atsId: 'acme', createdAt: 9 },
        timeless: { atsId: 'acme' },
        foreign: { atsId: 'other', createdAt: 7 },
      });

      expect(idsOf(await newest(10))).toEqual(['new', 'b', 'a', 'old']);
      expect(idsOf(await newest(2))).toEqual(['new', 'b']);
      expect(idsOf(await newest(10, { value: 5, id: 'b' }))).toEqual(['a', 'old']);
      expect(idsOf(await newest(10, { value: 5 }))).toEqual(['old']);
      expect(idsOf(await newest(10, { value: 6 }))).toEqual(['b', 'a', 'old']);
    });

    test('page by page neither skips nor repeats, also among equals and while newer ones are added', async () => {
      const createdAt = (index: number) => 100 + Math.floor(index / 3);
      const ids = Array.from({ length: 10 }, (_, index) => `t-${index}`);
      await add(
        Object.fromEntries(ids.map((id, index) => [id, { atsId: 'acme', createdAt: createdAt(index) }])),
      );
      const seen: string[] = [];
      let before: { value: number; id: string } | undefined;
      for (;;) {
        const page = await newest(4, before);
        const last = page.at(-1);
        if (last === undefined) break;
        seen.push(...idsOf(page));
        before = { value: last.data.createdAt, id: last.id };
        await add({ [`newer-${seen.length}`]: { atsId: 'acme', createdAt: 999 } });
      }

      expect(seen).toEqual(ids.toReversed());
    });
  });

  describe('a query by field', () => {
    test('finds what is due of one shard, the longest due first', async () => {
      await add({
        late: { shard: 3, sweepAt: 900 },
        latest: { shard: 3, sweepAt: 1000 },
        first: { shard: 3, sweepAt: -5 },
        future: { shard: 3, sweepAt: 1001 },
        settled: { shard: 3 },
        cleared: { shard: 3, sweepAt: null },
        otherShard: { shard: 4, sweepAt: 1 },
        noShard: { sweepAt: 1 },
      });

      const found = await context.store.query({
        collection: things(),
        equals: { shard: 3 },
        atMost: { field: 'sweepAt', max: 1000 },
        limit: 10,
      });

      expect(idsOf(found)).toEqual(['first', 'late', 'latest']);
    });

    test('works on any field, not only on those of the sweep', async () => {
      await add({
        a: { state: 'open', dueAt: 20 },
        b: { state: 'open', dueAt: 10 },
        c: { state: 'closed', dueAt: 5 },
        d: { state: 'open', dueAt: 30 },
        e: { state: 'open' },
      });

      const found = await context.store.query({
        collection: things(),
        equals: { state: 'open' },
        atMost: { field: 'dueAt', max: 20 },
        limit: 10,
      });

      expect(idsOf(found)).toEqual(['b', 'a']);
    });

    test('gives the first of them up to the limit', async () => {
      await add(
        Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`id-${n}`, { shard: 1, sweepAt: 100 - n }])),
      );

      const found = await context.store.query({
        collection: things(),
        equals: { shard: 1 },
        atMost: { field: 'sweepAt', max: 100 },
        limit: 3,
      });

      expect(idsOf(found)).toEqual(['id-19', 'id-18', 'id-17']);
    });

    test('tells values of different types apart', async () => {
      await add({
        number: { value: 1 },
        text: { value: '1' },
        yes: { value: true },
        no: { value: false },
        zero: { value: 0 },
        nothing: { value: null },
        list: { value: [1] },
        missing: {},
      });
      const found = async (value: string | number | boolean) =>
        idsOf(await context.store.query({ collection: things(), equals: { value }, limit: 10 }));

      expect(await found(1)).toEqual(['number']);
      expect(await found('1')).toEqual(['text']);
      expect(await found(true)).toEqual(['yes']);
      expect(await found(false)).toEqual(['no']);
      expect(await found(0)).toEqual(['zero']);
      expect(await found('')).toEqual([]);
    });

    test('matches text exactly, by case and by character', async () => {
      const awkward = `Zoë's "100%" \\ \n 🎉`;
      await add({ a: { name: awkward }, b: { name: 'acme' }, c: { name: 'Acme' } });
      const found = async (name: string) =>
        idsOf(await context.store.query({ collection: things(), equals: { name }, limit: 10 }));

      expect(await found(awkward)).toEqual(['a']);
      expect(await found('acme')).toEqual(['b']);
      expect(await found('acm_')).toEqual([]);
    });

    test('demands all that it names', async () => {
      await add({ a: { x: 1, y: 'p' }, b: { x: 1, y: 'q' }, c: { x: 2, y: 'p' } });

      const found = await context.store.query({ collection: things(), equals: { x: 1, y: 'p' }, limit: 10 });

      expect(idsOf(found)).toEqual(['a']);
    });

    test('gives whole documents, with payload and version', async () => {
      const { version } = await add({ a: { shard: 1, sweepAt: 1, payload: Buffer.from([0, 255]) } });

      const [found] = await context.store.query<{ payload: Uint8Array }>({
        collection: things(),
        equals: { shard: 1 },
        atMost: { field: 'sweepAt', max: 1 },
        limit: 1,
      });

      expect(found).toMatchObject({ path: `${things()}/a`, id: 'a', version });
      expect([...(found?.data.payload ?? [])]).toEqual([0, 255]);
    });

    test('follows every change at once', async () => {
      const { store } = context;
      const due = async () =>
        idsOf(
          await store.query({
            collection: things(),
            equals: { shard: 1 },
            atMost: { field: 'sweepAt', max: 10 },
            limit: 10,
          }),
        );
      await add({ a: { shard: 1, sweepAt: 5 }, b: { shard: 1, sweepAt: 6 } });
      expect(await due()).toEqual(['a', 'b']);

      await store.commit([{ type: 'update', path: `${things()}/a`, set: { sweepAt: 7 } }]);
      expect(await due()).toEqual(['b', 'a']);

      await store.commit([{ type: 'update', path: `${things()}/b`, set: {}, remove: ['sweepAt'] }]);
      expect(await due()).toEqual(['a']);

      await store.commit([{ type: 'delete', path: `${things()}/a` }]);
      expect(await due()).toEqual([]);
    });
  });

  describe('a query by id', () => {
    test('goes by the bytes of the ids in UTF-8', async () => {
      // UTF-16, which JavaScript sorts by, puts the emoji before U+FFFD and U+F8FF.
      const ids = ['a', 'B', 'aa', 'a%2Fb', 'a b', 'é', 'z', '候', '\uf8ff', '\ufffd', '🎉', '~', '0', '-'];
      await add(Object.fromEntries(ids.map((id, n) => [id, { n }])));

      expect(await readPages(3)).toEqual(
        ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
    });

    test.each([1, 2, 7, 24, 25, 100])('neither skips nor repeats in pages of %i', async (limit) => {
      const ids = Array.from({ length: 24 }, (_, n) => `id-${String(n).padStart(2, '0')}`);
      await add(Object.fromEntries(ids.toReversed().map((id, n) => [id, { n }])));

      expect(await readPages(limit)).toEqual(ids);
    });

    test('misses and repeats nothing that was there all along, while documents are added and deleted', async () => {
      const ids = Array.from({ length: 20 }, (_, n) => `m-${String(n).padStart(2, '0')}`);
      await add(Object.fromEntries(ids.map((id, n) => [id, { n }])));
      let page = 0;

      const seen = await readPages(4, async () => {
        page += 1;
        if (page > 6) return;
        await add({ [`a-${page}`]: { n: page }, [`m-${page}x`]: { n: page } });
        await context.store.commit([{ type: 'delete', path: `${things()}/a-${page - 1}` }]);
      });

      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => ids.includes(id))).toEqual(ids);
    });

    test('goes on after an id that is no longer there', async () => {
      await add({ a: {}, c: {} });

      const found = await context.store.query({ collection: things(), startAfterId: 'b', limit: 10 });

      expect(idsOf(found)).toEqual(['c']);
    });

    test('goes together with conditions on fields', async () => {
      await add({ a: { s: 'x' }, b: { s: 'y' }, c: { s: 'x' }, d: { s: 'x' } });

      const found = await context.store.query({
        collection: things(),
        equals: { s: 'x' },
        startAfterId: 'a',
        limit: 1,
      });

      expect(idsOf(found)).toEqual(['c']);
    });

    test('sees its own collection only: none of the same prefix, none above and none below', async () => {
      const { root } = context;
      await add({ own: {} });
      await add({ prefixed: {} }, `${root}/things2`);
      await add({ prefix: {} }, `${root}/thing`);
      await add({ below: {} }, `${things()}/own/things`);
      await add({ elsewhere: {} }, `${root}x/things`);

      expect(idsOf(await context.store.query({ collection: things(), limit: 10 }))).toEqual(['own']);
      expect(idsOf(await context.store.query({ collection: `${things()}/own/things`, limit: 10 }))).toEqual([
        'below',
      ]);
      expect(await context.store.query({ collection: `${root}/empty`, limit: 10 })).toEqual([]);
    });
  });
}
