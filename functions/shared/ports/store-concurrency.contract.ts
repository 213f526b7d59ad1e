import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StoreContext } from './store.contract.ts';
import { ConflictError, type Store, type Write } from './store.ts';

const PATIENCE_MS = 60_000;

/** What holds when many write at once. */
export function describeConcurrency(context: StoreContext): void {
  describe('at the same time', () => {
    test(
      'of 50 that create one document exactly one wins, and what it wrote is what stands',
      async () => {
        const { store, root } = context;
        const path = `${root}/things/contested`;

        const results = await Promise.allSettled(
          Array.from({ length: 50 }, (_, writer) =>
            store.commit([
              { type: 'create', path, data: { writer } },
              { type: 'create', path: `${root}/writers/w${writer}`, data: { writer } },
            ]),
          ),
        );

        const winners = results.flatMap((result, writer) => (result.status === 'fulfilled' ? [writer] : []));
        expect(winners).toHaveLength(1);
        const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
        expect(refused.every((reason) => reason instanceof ConflictError)).toBe(true);
        const [doc] = await store.getAll<[object]>(path);
        expect(doc?.data).toEqual({ writer: winners[0] });
        const writers = await store.query({ collection: `${root}/writers`, limit: 100 });
        expect(writers.map(({ data }) => data)).toEqual([{ writer: winners[0] }]);
      },
      PATIENCE_MS,
    );

    test(
      '50 that each add one, on condition of the version they read, come to 50',
      async () => {
        const { store, root } = context;
        const path = `${root}/things/counter`;
        await store.commit([{ type: 'create', path, data: { count: 0 } }]);

        await Promise.all(Array.from({ length: 50 }, () => addOne(store, path)));

        const [doc] = await store.getAll<[{ count: number }]>(path);
        expect(doc?.data.count).toBe(50);
      },
      PATIENCE_MS,
    );

    test(
      '500 commits of documents of their own all take effect, each with its own payload',
      async () => {
        const { store, root } = context;
        const ids = Array.from({ length: 500 }, (_, n) => `id-${String(n).padStart(3, '0')}`);

        await Promise.all(
          ids.map((id) =>
            store.commit([
              { type: 'create', path: `${root}/things/${id}`, data: { id, payload: Buffer.from(id) } },
            ]),
          ),
        );

        const found = await store.query<{ id: string; payload: Uint8Array }>({
          collection: `${root}/things`,
          limit: 1000,
        });
        expect(found.map(({ data }) => [data.id, Buffer.from(data.payload).toString()])).toEqual(
          ids.map((id) => [id, id]),
        );
      },
      PATIENCE_MS,
    );

    test('two that write one document get versions of their own, of which only the last one fits', async () => {
      const { store, root } = context;
      const path = `${root}/things/twice`;

      const commits = await Promise.all(
        [1, 2].map((n) => store.commit([{ type: 'set', path, data: { n } }])),
      );

      const [doc] = await store.getAll<[object]>(path);
      const overwritten = commits.map(({ version }) => version).filter((version) => version !== doc?.version);
      expect(overwritten).toHaveLength(1);
      const late = { type: 'set', path, data: { n: 3 }, ifVersion: overwritten[0] ?? '' } as const;
      await expect(store.commit([late])).rejects.toBeInstanceOf(ConflictError);
    });

    test(
      'whatever was committed before a read began is seen by it',
      async () => {
        const { store, root } = context;
        const paths = [`${root}/things/left`, `${root}/things/right`] as const;
        let committed = 0;
        const writeAll = async () => {
          for (let n = 1; n <= 30; n += 1) {
            await store.commit(paths.map((path) => ({ type: 'set', path, data: { n } }) as const));
            committed = n;
          }
        };
        const reads: { least: number; seen: number[] }[] = [];
        const readAll = async () => {
          while (committed < 30) {
            const least = committed;
            const docs = await store.getAll<[{ n: number }, { n: number }]>(...paths);
            reads.push({ least, seen: docs.map((doc) => doc?.data.n ?? 0) });
          }
        };

        await Promise.all([writeAll(), readAll(), readAll()]);

        expect(reads.length).toBeGreaterThan(1);
        expect(reads.filter(({ least, seen }) => Math.min(...seen) < least)).toEqual([]);
      },
      PATIENCE_MS,
    );

    test(
      'commits take effect as if one after another',
      async () => {
        let run = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 5 }), async (rounds) => {
            run += 1;
            await runRounds(context.store, `${context.root}/run/${run}`, rounds);
          }),
          { numRuns: 40 },
        );
      },
      PATIENCE_MS,
    );
  });
}

async function addOne(store: Store, path: string): Promise<void> {
  for (;;) {
    const [doc] = await store.getAll<[{ count: number }]>(path);
    if (doc === undefined) throw new Error('the counter is gone');
    try {
      const set = { count: doc.data.count + 1 };
      await store.commit([{ type: 'update', path, set, ifVersion: doc.version }]);
      return;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}

/** A write on one of three documents; `seen` picks a version that was read some rounds ago. */
interface PlannedWrite {
  type: Write['type'];
  id: 'a' | 'b' | 'c';
  seen: number | undefined;
}

type Plan = PlannedWrite[];

const plannedWrite: fc.Arbitrary<PlannedWrite> = fc.record({
  type: fc.constantFrom('create', 'set', 'update', 'delete'),
  id: fc.constantFrom('a', 'b', 'c'),
  seen: fc.option(fc.nat({ max: 2 }), { nil: undefined, freq: 1 }),
});

/** Commits that are made at the same time. */
const round: fc.Arbitrary<Plan[]> = fc.array(
  fc.uniqueArray(plannedWrite, { selector: ({ id }) => id, minLength: 1, maxLength: 3 }),
  { minLength: 1, maxLength: 3 },
);

/** The whole store: version and data of each document. */
type Model = ReadonlyMap<string, { version: string; data: object }>;

async function runRounds(store: Store, prefix: string, rounds: readonly Plan[][]): Promise<void> {
  let model: Model = new Map();
  let mark = 0;
  /** Versions of each document, the latest first; `none` for one that never was. */
  const history = new Map<string, string[]>();
  for (const plans of rounds) {
    const commits = plans.map((plan) =>
      plan.map((planned) => {
        mark += 1;
        const path = `${prefix}/docs/${planned.id}`;
        const version = planned.seen === undefined ? undefined : history.get(path)?.[planned.seen];
        return writeOf(planned.type, path, mark, version);
      }),
    );
    const outcomes = await Promise.all(commits.map((writes) => outcomeOf(store, writes)));
    const paths = ['a', 'b', 'c'].map((id) => `${prefix}/docs/${id}`);
    const found = await store.getAll<object[]>(...paths);
    const actual: Model = new Map(
      found.flatMap((doc) => (doc ? [[doc.path, { version: doc.version, data: doc.data }]] : [])),
    );
    const explained = permutations(commits.map((writes, n) => ({ writes, version: outcomes[n] })))
      .map((order) => replay(model, order))
      .some((end) => end !== undefined && sameModel(end, actual));
    if (!explained) {
      throw new Error(`no order explains ${JSON.stringify({ commits, outcomes, found })}`);
    }
    model = actual;
    for (const [path, { version }] of actual) {
      const versions = history.get(path) ?? [];
      if (versions[0] !== version) history.set(path, [version, ...versions]);
    }
  }
}

function writeOf(type: Write['type'], path: string, mark: number, version: string | undefined): Write {
  const condition = version === undefined ? {} : { ifVersion: version };
  if (type === 'create') return { type, path, data: { mark } };
  if (type === 'set') return { type, path, data: { mark }, ...condition };
  if (type === 'update') return { type, path, set: { [`field${mark % 3}`]: mark }, ...condition };
  return { type, path, ...condition };
}

/** The version a commit resolved to; undefined when it was refused. */
async function outcomeOf(store: Store, writes: Write[]): Promise<string | undefined> {
  try {
    return (await store.commit(writes)).version;
  } catch (error) {
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
}

/** Where the commits lead in this order; undefined when one of them would have ended differently. */
function replay(
  start: Model,
  order: readonly { writes: Write[]; version: string | undefined }[],
): Model | undefined {
  let model = start;
  for (const { writes, version } of order) {
    const holds = writes.every((write) => conditionHolds(model, write));
    if (holds !== (version !== undefined)) return undefined;
    if (version !== undefined) model = applied(model, writes, version);
  }
  return model;
}

function conditionHolds(model: Model, write: Write): boolean {
  const existing = model.get(write.path);
  if (write.type === 'create') return existing === undefined;
  if (write.type === 'update' && existing === undefined) return false;
  return write.ifVersion === undefined || write.ifVersion === existing?.version;
}

function applied(model: Model, writes: readonly Write[], version: string): Model {
  const next = new Map(model);
  for (const write of writes) {
    if (write.type === 'delete') next.delete(write.path);
    else if (write.type === 'update')
      next.set(write.path, { version, data: { ...next.get(write.path)?.data, ...write.set } });
    else next.set(write.path, { version, data: write.data });
  }
  return next;
}

function sameModel(one: Model, other: Model): boolean {
  const flat = (model: Model) =>
    JSON.stringify(
      [...model]
        .map(([path, { version, data }]) => [path, version, Object.entries(data).sort()])
        .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    );
  return flat(one) === flat(other);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) =>
    permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
  );
}
