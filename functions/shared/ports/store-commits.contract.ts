import { describe, expect, test } from '@jest/globals';
import type { StoreContext } from './store.contract.ts';
import { ConflictError, RefusedError, type Write } from './store.ts';

/** What a write does, when it is refused, and that a commit is all or nothing. */
export function describeCommits(context: StoreContext): void {
  const read = async (path: string) => {
    const [doc] = await context.store.getAll<[Record<string, unknown>]>(path);
    return doc;
  };
  const thing = (id = 'a') => `${context.root}/things/${id}`;
  const seed = (data: object, id = 'a') =>
    context.store.commit([{ type: 'create', path: thing(id), data }]).then(({ version }) => version);
  const conflict = (...writes: Write[]) =>
    expect(context.store.commit(writes)).rejects.toBeInstanceOf(ConflictError);

  describe('create', () => {
    test('is refused when the document exists, and leaves it as it is', async () => {
      const version = await seed({ n: 1 });

      await conflict({ type: 'create', path: thing(), data: { n: 2 } });

      expect(await read(thing())).toMatchObject({ version, data: { n: 1 } });
    });
  });

  describe('set', () => {
    test('creates a document and replaces one whole, its payload included', async () => {
      const { store } = context;
      await store.commit([
        { type: 'set', path: thing(), data: { n: 1, old: true, payload: Buffer.from('x') } },
      ]);
      await store.commit([{ type: 'set', path: thing(), data: { n: 2 } }]);

      expect((await read(thing()))?.data).toStrictEqual({ n: 2 });
    });

    test('with a version succeeds on that version only', async () => {
      const { store } = context;
      const first = await seed({ n: 1 });
      await store.commit([{ type: 'set', path: thing(), data: { n: 2 }, ifVersion: first }]);

      await conflict({ type: 'set', path: thing(), data: { n: 3 }, ifVersion: first });

      expect((await read(thing()))?.data).toEqual({ n: 2 });
    });

    test('with a version is refused when the document is gone', async () => {
      const version = await seed({ n: 1 });
      await context.store.commit([{ type: 'delete', path: thing() }]);

      await conflict({ type: 'set', path: thing(), data: { n: 2 }, ifVersion: version });

      expect(await read(thing())).toBeUndefined();
    });
  });

  describe('update', () => {
    test('changes the fields it names, each whole, and keeps the rest', async () => {
      await seed({ kept: 'as it was', changed: 1, map: { a: 1, b: 2 }, list: [1, 2] });

      await context.store.commit([
        { type: 'update', path: thing(), set: { changed: 2, added: null, map: { c: 3 }, list: [] } },
      ]);

      expect((await read(thing()))?.data).toStrictEqual({
        kept: 'as it was',
        changed: 2,
        added: null,
        map: { c: 3 },
        list: [],
      });
    });

    test('removes the fields it is told to, whether they are there or not', async () => {
      await seed({ kept: 1, a: 1, b: null });

      await context.store.commit([
        { type: 'update', path: thing(), set: { c: 2 }, remove: ['a', 'b', 'neverThere'] },
      ]);

      expect((await read(thing()))?.data).toStrictEqual({ kept: 1, c: 2 });
    });

    test('leaves a field as it is when it is set to undefined', async () => {
      await seed({ n: 1, payload: Buffer.from('bytes') });

      await context.store.commit([
        { type: 'update', path: thing(), set: { n: undefined, payload: undefined, other: 2 } },
      ]);

      const { payload, ...fields } = (await read(thing()))?.data ?? {};
      expect(fields).toStrictEqual({ n: 1, other: 2 });
      expect(Buffer.from(payload as Uint8Array).toString()).toBe('bytes');
    });

    test.each([
      ['keeps the payload when it does not name it', {}, [], 'before'],
      ['replaces the payload', { payload: Buffer.from('after') }, [], 'after'],
      ['empties the payload', { payload: Buffer.alloc(0) }, [], ''],
      ['removes the payload', {}, ['payload'], undefined],
    ])('%s', async (_, set, remove, expected) => {
      await seed({ n: 1, payload: Buffer.from('before') });

      await context.store.commit([{ type: 'update', path: thing(), set: { ...set, n: 2 }, remove }]);

      const { payload, n } = (await read(thing()))?.data ?? {};
      expect(payload && Buffer.from(payload as Uint8Array).toString()).toBe(expected);
      expect(n).toBe(2);
    });

    test('is refused when there is no such document', async () => {
      await conflict({ type: 'update', path: thing(), set: { n: 1 } });

      expect(await read(thing())).toBeUndefined();
    });

    test('with a version succeeds on that version only', async () => {
      const { store } = context;
      const first = await seed({ n: 1 });
      await store.commit([{ type: 'update', path: thing(), set: { n: 2 }, ifVersion: first }]);

      await conflict({ type: 'update', path: thing(), set: { n: 3 }, ifVersion: first });

      expect((await read(thing()))?.data).toEqual({ n: 2 });
    });
  });

  describe('delete', () => {
    test('takes the document away, and what lies below it stays', async () => {
      const { store } = context;
      await seed({ n: 1 });
      await store.commit([{ type: 'create', path: `${thing()}/parts/p`, data: { n: 2 } }]);

      await store.commit([{ type: 'delete', path: thing() }]);

      expect(await read(thing())).toBeUndefined();
      expect((await read(`${thing()}/parts/p`))?.data).toEqual({ n: 2 });
    });

    test('is no error when there is nothing to delete', async () => {
      await expect(context.store.commit([{ type: 'delete', path: thing() }])).resolves.toBeDefined();
    });

    test('with a version succeeds on that version only', async () => {
      const { store } = context;
      const first = await seed({ n: 1 });
      const { version } = await store.commit([{ type: 'update', path: thing(), set: { n: 2 } }]);

      await conflict({ type: 'delete', path: thing(), ifVersion: first });
      expect((await read(thing()))?.data).toEqual({ n: 2 });

      await store.commit([{ type: 'delete', path: thing(), ifVersion: version }]);
      expect(await read(thing())).toBeUndefined();
      await conflict({ type: 'delete', path: thing(), ifVersion: version });
    });
  });

  describe('versions', () => {
    test('change with every write and never come back, not even after a deletion', async () => {
      const { store } = context;
      const versions = [await seed({ n: 0 })];
      for (let n = 1; n <= 5; n += 1) {
        const writes: Write[][] = [
          [{ type: 'update', path: thing(), set: { n } }],
          [{ type: 'set', path: thing(), data: { n: -n } }],
          [{ type: 'delete', path: thing() }],
          [{ type: 'create', path: thing(), data: { n: 0 } }],
        ];
        for (const write of writes) {
          const { version } = await store.commit(write);
          if (write[0]?.type !== 'delete') versions.push(version);
        }
      }

      expect(new Set(versions).size).toBe(versions.length);
      expect((await read(thing()))?.version).toBe(versions.at(-1));
    });

    test('a version from before a deletion does not fit the document that came after', async () => {
      const version = await seed({ n: 1 });
      await context.store.commit([{ type: 'delete', path: thing() }]);
      await seed({ n: 1 });

      await conflict({ type: 'set', path: thing(), data: { n: 2 }, ifVersion: version });
    });

    test('every document of a commit has the version it resolved to', async () => {
      const { store } = context;
      await seed({ n: 1 }, 'a');

      const { version } = await store.commit([
        { type: 'update', path: thing('a'), set: { n: 2 } },
        { type: 'create', path: thing('b'), data: { n: 1 } },
        { type: 'set', path: thing('c'), data: { n: 1 } },
      ]);

      const documents = await store.getAll<[object, object, object]>(thing('a'), thing('b'), thing('c'));
      expect(documents.map((doc) => doc?.version)).toEqual([version, version, version]);
    });
  });

  describe('a commit', () => {
    test.each<[string, (stale: string) => Write]>([
      ['a document to create exists', () => ({ type: 'create', path: thing('taken'), data: {} })],
      ['a document to update is missing', () => ({ type: 'update', path: thing('missing'), set: { n: 1 } })],
      [
        'a set has a stale version',
        (ifVersion) => ({ type: 'set', path: thing('taken'), data: {}, ifVersion }),
      ],
      ['a delete has a stale version', (ifVersion) => ({ type: 'delete', path: thing('taken'), ifVersion })],
    ])('does nothing at all when %s', async (_, refused) => {
      const { store } = context;
      const stale = await seed({ n: 0 }, 'taken');
      await store.commit([{ type: 'update', path: thing('taken'), set: { n: 1 } }]);
      await seed({ n: 1 }, 'updated');
      await seed({ n: 1 }, 'deleted');
      const paths = ['taken', 'updated', 'deleted', 'created', 'set'].map(thing);
      const before = await store.getAll<object[]>(...paths);

      await conflict(
        { type: 'create', path: thing('created'), data: { n: 1 } },
        { type: 'update', path: thing('updated'), set: { n: 2 } },
        refused(stale),
        { type: 'delete', path: thing('deleted') },
        { type: 'set', path: thing('set'), data: { n: 1 } },
      );

      expect(await store.getAll<object[]>(...paths)).toEqual(before);
    });

    test.each<[string, Write[]]>([
      ['sets it twice', [set('a', 2), set('a', 3)]],
      ['sets it before and after another', [set('a', 2), set('b', 2), set('a', 3)]],
    ])('that %s is refused whole: each path at most once', async (_, writes) => {
      const { store, root } = context;
      await seed({ n: 1 });

      const placed = writes.map((write) => ({ ...write, path: `${root}/things/${write.path}` }));
      await expect(store.commit(placed)).rejects.toThrow();

      expect((await read(thing()))?.data).toEqual({ n: 1 });
      expect(await read(thing('b'))).toBeUndefined();
    });

    test.each([
      ['a collection', (root: string) => `${root}/things`],
      ['an empty segment', (root: string) => `${root}//a`],
      ['an empty id', (root: string) => `${root}/things/`],
      ['nothing', () => ''],
    ])('on a path of %s is refused, and commits beside it go through', async (_, badPath) => {
      const { store, root } = context;

      const [good, bad, goodToo] = await Promise.allSettled([
        store.commit([{ type: 'create', path: thing('a'), data: {} }]),
        store.commit([{ type: 'set', path: badPath(root), data: {} }]),
        store.commit([{ type: 'create', path: thing('b'), data: {} }]),
      ]);

      expect([good.status, bad.status, goodToo.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await read(thing('a'))).toBeDefined();
    });

    test('with a document larger than 1 MiB is refused for good, whole, and the commits beside it go through', async () => {
      const { store } = context;
      const large = { payload: Buffer.alloc(700 * 1024), text: 'x'.repeat(400 * 1024) };

      const [good, refused] = await Promise.allSettled([
        store.commit([{ type: 'create', path: thing('a'), data: {} }]),
        store.commit([
          { type: 'create', path: thing('b'), data: {} },
          { type: 'set', path: thing('c'), data: large },
        ]),
      ]);

      expect(good.status).toBe('fulfilled');
      expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(RefusedError) });
      expect(await read(thing('b'))).toBeUndefined();
    });

    test('may change documents of several collections', async () => {
      const { store, root } = context;
      await store.commit([
        { type: 'create', path: `${root}/events/e`, data: { n: 1 } },
        { type: 'create', path: `${root}/receipts/r`, data: { n: 2 } },
        { type: 'create', path: `${root}/events/e/parts/p`, data: { n: 3 } },
      ]);

      const found = await store.getAll<object[]>(
        `${root}/events/e`,
        `${root}/receipts/r`,
        `${root}/events/e/parts/p`,
      );
      expect(found.map((doc) => doc?.data)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    });
  });
}

function set(path: string, n: number): Write {
  return { type: 'set', path, data: { n } };
}
