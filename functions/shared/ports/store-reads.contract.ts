import { describe, expect, test } from '@jest/globals';
import type { StoreContext } from './store.contract.ts';

const KIB = 1024;

/** What is read is what was written. */
export function describeReads(context: StoreContext): void {
  describe('reading', () => {
    test('documents come in the order asked for, undefined where there is none', async () => {
      const { store, root } = context;
      await store.commit([
        { type: 'create', path: `${root}/things/a`, data: { name: 'a' } },
        { type: 'create', path: `${root}/things/b`, data: { name: 'b' } },
      ]);

      const found = await store.getAll<[object, object, object, object]>(
        `${root}/things/b`,
        `${root}/things/missing`,
        `${root}/things/a`,
        `${root}/things/b`,
      );

      expect(found.map((doc) => doc?.data)).toEqual([{ name: 'b' }, undefined, { name: 'a' }, { name: 'b' }]);
    });

    test('nothing asked for is nothing found', async () => {
      expect(await context.store.getAll()).toEqual([]);
    });

    test('the time at which a document may go comes back as it was, to the millisecond, and can be changed', async () => {
      const { store, root } = context;
      const path = `${root}/things/a`;
      const expireAt = 1_772_013_600_123;
      await store.commit([{ type: 'create', path, data: { expireAt, map: { expireAt } } }]);
      expect((await store.getAll<[object]>(path))[0]?.data).toEqual({ expireAt, map: { expireAt } });

      await store.commit([{ type: 'update', path, set: { expireAt: expireAt - 1 } }]);
      expect((await store.getAll<[object]>(path))[0]?.data).toMatchObject({ expireAt: expireAt - 1 });

      await store.commit([{ type: 'update', path, set: {}, remove: ['expireAt'] }]);
      expect((await store.getAll<[object]>(path))[0]?.data).toEqual({ map: { expireAt } });
    });

    test('a document tells its path, its id and the version its commit resolved to', async () => {
      const { store, root } = context;
      const path = `${root}/things/a/parts/b`;
      const { version } = await store.commit([{ type: 'create', path, data: { n: 1 } }]);

      const [doc] = await store.getAll<[object]>(path);

      expect(doc).toEqual({ path, id: 'b', version, data: { n: 1 } });
    });

    test('maps, lists and nulls come back as they were, and undefined is left out', async () => {
      const { store, root } = context;
      const path = `${root}/things/nested`;
      const kept = {
        text: 'Zoë 🎉 "quoted" \\ \u0000 \u2028',
        empty: '',
        zero: 0,
        negative: -1.5,
        large: Number.MAX_SAFE_INTEGER,
        yes: true,
        no: false,
        nothing: null,
        emptyMap: {},
        emptyList: [],
        list: [1, 'two', null, true, { three: [3, { four: null }] }],
        map: { inner: { 'a key with spaces': [{ deep: 'yes' }] } },
      };
      await store.commit([
        { type: 'create', path, data: { ...kept, gone: undefined, map: { ...kept.map, gone: undefined } } },
      ]);

      const [doc] = await store.getAll<[object]>(path);

      expect(doc?.data).toStrictEqual(kept);
    });

    test.each([
      ['every byte value', Buffer.from(Array.from({ length: 256 }, (_, value) => value))],
      ['no bytes at all', Buffer.alloc(0)],
      ['bytes that are not UTF-8', Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x00])],
      ['700 KiB', Buffer.alloc(700 * KIB, 'CarvOS 🎉 ')],
    ])('a payload of %s comes back exactly', async (_, payload) => {
      const { store, root } = context;
      const path = `${root}/things/payload`;
      await store.commit([{ type: 'create', path, data: { payload, n: 1 } }]);

      const [doc] = await store.getAll<[{ payload: Uint8Array; n: number }]>(path);

      expect(doc?.data.payload).toBeInstanceOf(Uint8Array);
      expect(payload.equals(doc?.data.payload ?? Buffer.from('missing'))).toBe(true);
      expect(doc?.data.n).toBe(1);
    });

    test('a part of a larger buffer is stored without what lies around it', async () => {
      const { store, root } = context;
      const path = `${root}/things/slice`;
      const payload = Buffer.from('before|payload|after').subarray(7, 14);
      await store.commit([{ type: 'create', path, data: { payload } }]);

      const [doc] = await store.getAll<[{ payload: Uint8Array }]>(path);

      expect(Buffer.from(doc?.data.payload ?? []).toString()).toBe('payload');
    });

    test.each([
      ['escaped slashes', 'a%2Fb'],
      ['a per cent sign', '100%25'],
      ['non-ASCII letters', 'Zoë-Ünïçødé-候補者'],
      ['characters beyond the basic plane', '🎉👩‍👩‍👧‍👦'],
      ['spaces, quotes and wildcards', `it's "a" * ? % _ [id]; --`],
      ['dots within', 'a..b.'],
      ['upper and lower case', 'Abc'],
      ['512 bytes', '😀'.repeat(128)],
    ])('an id with %s names one document and no other', async (_, id) => {
      const { store, root } = context;
      const distinct = new Set([id, id.toLowerCase(), id.normalize('NFD'), `${id}x`]);
      await store.commit(
        [...distinct].map((own) => ({ type: 'create', path: `${root}/things/${own}`, data: { own } })),
      );

      const [doc] = await store.getAll<[{ own: string }]>(`${root}/things/${id}`);

      expect(doc).toMatchObject({ path: `${root}/things/${id}`, id, data: { own: id } });
      const all = await store.query<{ own: string }>({ collection: `${root}/things`, limit: 10 });
      expect(all.map((found) => found.id).sort()).toEqual([...distinct].sort());
    });
  });
}
