import { beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../functions/shared/adapters/local/open-database.ts';
import { createSqliteStore } from '../../functions/shared/adapters/local/sqlite-store.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import type { ResealDeps } from '../../functions/shared/flows/reseal-ats.ts';
import { createSecretBox } from '../../functions/shared/flows/secret-box.ts';
import type { Store } from '../../functions/shared/ports/store.ts';
import { TestClock } from '../../tests/support/test-clock.ts';
import { testIds } from '../../tests/support/test-ids.ts';
import { countVersions } from './count-versions.ts';
import { resealAll } from './reseal-all.ts';

const ATSS = ['acme', 'beta', 'core', 'dawn', 'echo'];

describe('sealing the secrets of all ATSs anew', () => {
  const clock = new TestClock();
  const ids = testIds(clock);
  let current: string;
  let deps: ResealDeps;
  let lines: string[];
  /** ATSs whose commits fail. */
  let failing: Set<string>;

  beforeEach(async () => {
    lines = [];
    failing = new Set();
    current = '1';
    const keys: Record<string, Uint8Array> = { '1': ids.randomBytes(32), '2': ids.randomBytes(32) };
    const byVersion = async (version: string) => ({ version, key: keys[version] ?? Buffer.alloc(0) });
    const vault = { byVersion, current: () => byVersion(current), derive: async () => Buffer.alloc(32) };
    const real = createSqliteStore(openDatabase({ file: ':memory:', durability: 'full' }));
    const store: Store = {
      ...real,
      async commit(writes) {
        const [id = ''] = writes.map(({ path }) => path.split('/')[1] ?? '');
        if (failing.has(id)) throw new Error('the store is away');
        return real.commit(writes);
      },
    };
    deps = { store, vault, secrets: createSecretBox({ ids, vault }) };
    const hosts = { problem: async () => undefined };
    const parts = { ...deps, clock, ids, hosts, urlPolicy: { allowPrivateTargets: true } };
    for (const atsId of ATSS) await createAts(parts, { atsId, name: atsId, webhookUrl: null });
    current = '2';
  });

  const tell = (line: string) => void lines.push(line);
  const counts = async () =>
    (await countVersions(deps)).map(({ version, secrets, atss }) => [version, secrets, atss]);

  test('tells of each ATS, and leaves nothing that an older version has sealed', async () => {
    expect(await counts()).toEqual([
      ['2', 0, 0],
      ['1', 10, 5],
    ]);
    expect(await resealAll(deps, tell)).toEqual({ atss: 5, sealedAnew: 10, failed: [] });
    expect(lines).toEqual(ATSS.map((atsId, index) => `${index + 1} of 5  ${atsId}  2 sealed anew`));
    expect(await counts()).toEqual([['2', 10, 5]]);
  });

  test('interrupted anywhere goes on with what is left when it is run again', async () => {
    const interrupt = (line: string) => {
      tell(line);
      if (line.startsWith('2 of 5')) throw new Error('interrupted');
    };
    // What comes from the progress line is no failure of an ATS, and ends it as a signal would.
    await expect(resealAll(deps, interrupt)).rejects.toThrow('interrupted');
    const [, [, left] = []] = await counts();
    expect(left).toBe(6);
    expect(await resealAll(deps, tell)).toEqual({ atss: 5, sealedAnew: 6, failed: [] });
    expect(await counts()).toEqual([['2', 10, 5]]);
  });

  test('passes over an ATS that fails, and names it', async () => {
    failing = new Set(['beta', 'dawn']);
    expect(await resealAll(deps, tell)).toEqual({
      atss: 5,
      sealedAnew: 6,
      failed: [
        { atsId: 'beta', reason: 'the store is away' },
        { atsId: 'dawn', reason: 'the store is away' },
      ],
    });
    expect(lines[1]).toBe('2 of 5  beta  failed: the store is away');
    expect(await counts()).toEqual([
      ['2', 6, 3],
      ['1', 4, 2],
    ]);
  });

  test('ends where three in a row fail, as then it is not the ATSs', async () => {
    failing = new Set(ATSS);
    await expect(resealAll(deps, tell)).rejects.toThrow('the store is away');
    expect(lines).toHaveLength(3);
  });

  test('a text that no key has sealed is counted apart, and is a failure of its ATS only', async () => {
    await deps.store.commit([{ type: 'update', path: 'ats/core', set: { incomingSecret: 'plain' } }]);
    expect((await resealAll(deps, tell)).failed).toEqual([{ atsId: 'core', reason: 'not a sealed secret' }]);
    expect(await counts()).toEqual([
      ['2', 8, 4],
      ['1', 1, 1],
      ['unreadable', 1, 1],
    ]);
  });
});
