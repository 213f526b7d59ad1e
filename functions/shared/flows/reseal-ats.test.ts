import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../../tests/support/test-clock.ts';
import { testIds } from '../../../tests/support/test-ids.ts';
import { openDatabase } from '../adapters/local/open-database.ts';
import { createSqliteStore } from '../adapters/local/sqlite-store.ts';
import type { Activity } from '../core/activity/activity.ts';
import type { Ats } from '../core/ats.ts';
import { HOUR_MS } from '../core/duration.ts';
import { paths } from '../core/paths.ts';
import { sealedKeyVersion } from '../core/seal-secret.ts';
import { storedSecrets } from '../core/webhook-secrets/stored-secrets.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import { ConflictError, type Store } from '../ports/store.ts';
import { type AtsDeps, createAts } from './create-ats.ts';
import { endSecretOverlap } from './end-secret-overlap.ts';
import { getAts } from './get-ats.ts';
import { resealAts } from './reseal-ats.ts';
import { rotateWebhookSecret, rotateWithOverlap } from './rotate-credentials.ts';
import { createSecretBox } from './secret-box.ts';
import { renameAts } from './update-ats.ts';

describe('sealing the secrets of an ATS anew', () => {
  const clock = new TestClock();
  const ids = testIds(clock);
  let real: Store;
  let store: Store;
  let commits: number;
  /** What is done in place of the next commit, given the real one. */
  let next: ((commit: () => Promise<{ version: string }>) => Promise<{ version: string }>) | undefined;
  let current: string;
  let keys: Record<string, Uint8Array>;
  let deps: AtsDeps & { vault: KeyVault };
  /** An instance that has not noticed the new key yet. */
  let behind: AtsDeps;

  const vaultOf = (version: () => string): KeyVault => {
    const byVersion = async (name: string) => {
      const key = keys[name];
      if (key === undefined) throw new Error(`version ${name} is destroyed`);
      return { version: name, key };
    };
    return {
      byVersion,
      current: () => byVersion(version()),
      derive: async () => Buffer.alloc(32),
    };
  };

  beforeEach(async () => {
    commits = 0;
    next = undefined;
    keys = { '1': ids.randomBytes(32), '2': ids.randomBytes(32) };
    current = '1';
    real = createSqliteStore(openDatabase({ file: ':memory:', durability: 'full' }));
    store = {
      ...real,
      async commit(writes) {
        commits += 1;
        const instead = next;
        next = undefined;
        return instead ? instead(() => real.commit(writes)) : real.commit(writes);
      },
    };
    const vault = vaultOf(() => current);
    const hosts = { problem: async () => undefined };
    const parts = { clock, ids, hosts, urlPolicy: { allowPrivateTargets: true } };
    deps = { ...parts, store, vault, secrets: createSecretBox({ ids, vault }) };
    behind = { ...parts, store: real, secrets: createSecretBox({ ids, vault: vaultOf(() => '1') }) };
    await createAts(deps, { atsId: 'acme', name: 'Acme', webhookUrl: null });
    await rotateWithOverlap(deps, 'acme', 'incoming', HOUR_MS);
    current = '2';
    commits = 0;
  });

  const stored = () => getAts({ store: real }, 'acme');
  const versions = async () => storedSecrets(await stored()).map(({ sealed }) => sealedKeyVersion(sealed));
  const plain = async () =>
    Promise.all(
      storedSecrets(await stored()).map(({ purpose, sealed }) =>
        deps.secrets.open(sealed, { atsId: 'acme', purpose }),
      ),
    );
  const reseal = () => resealAts(deps, 'acme');

  test('leaves each secret what it was, that of an overlap too, and none that needs the old key', async () => {
    const before = await plain();
    expect(await versions()).toEqual(['1', '1', '1']);
    expect(await reseal()).toBe(3);
    expect(await versions()).toEqual(['2', '2', '2']);
    delete keys['1'];
    expect(await plain()).toEqual(before);
  });

  test('changes nothing that people see: no time, no end of an overlap, no activity', async () => {
    const activities = () => real.query<Activity>({ collection: paths.activities('acme'), limit: 100 });
    const before = await stored();
    const told = await activities();
    clock.advance(HOUR_MS / 2);
    await reseal();
    const after = await stored();
    const { incomingSecret: _, outgoingSecret: __, previousIncomingSecret: overlap, ...rest } = after;
    expect(before).toMatchObject(rest);
    expect(overlap?.until).toBe(before.previousIncomingSecret?.until);
    expect(await activities()).toEqual(told);
  });

  test('done already writes nothing', async () => {
    await reseal();
    commits = 0;
    expect(await reseal()).toBe(0);
    expect(commits).toBe(0);
  });

  test.each([
    ['refused', new ConflictError()],
    ['failed', new Error('the connection was lost')],
  ])('is found to be done where its commit took effect and came back as %s', async (_, error) => {
    next = async (commit) => {
      await commit();
      throw error;
    };
    expect(await reseal()).toBe(3);
    expect(commits).toBe(1);
    expect(await versions()).toEqual(['2', '2', '2']);
  });

  test('that failed changes nothing and says so, and is done the next time', async () => {
    next = async () => {
      throw new Error('the connection was lost');
    };
    await expect(reseal()).rejects.toThrow('the connection was lost');
    expect(await versions()).toEqual(['1', '1', '1']);
    expect(await reseal()).toBe(3);
  });

  test('never undoes a rotation at the same moment, and seals anew what that stored with the old key', async () => {
    let rotated = '';
    next = async (commit) => {
      rotated = await rotateWebhookSecret(behind, 'acme', 'incoming');
      return commit();
    };
    await reseal();
    expect((await plain())[0]).toBe(rotated);
    expect(await stored()).not.toHaveProperty('previousIncomingSecret');
    expect(await versions()).toEqual(['2', '2']);
  });

  test('and a change of something else at the same moment both take effect', async () => {
    next = async (commit) => {
      await renameAts({ ...deps, store: real }, 'acme', 'Better name');
      return commit();
    };
    await reseal();
    expect((await stored()).name).toBe('Better name');
    expect(await versions()).toEqual(['2', '2', '2']);
  });

  test('between a rotation and its lost answer leaves that rotation done, once, with its overlap', async () => {
    const [newest] = await plain();
    const losing: Store = {
      ...real,
      async commit(writes) {
        await real.commit(writes);
        await reseal();
        throw new ConflictError();
      },
    };
    const { secret } = await rotateWithOverlap({ ...behind, store: losing }, 'acme', 'incoming', HOUR_MS);
    expect((await plain()).slice(0, 2)).toEqual([secret, newest]);
  });

  test('while an overlap is being ended does not keep it from ending', async () => {
    const racing: Store = {
      ...real,
      async commit(writes) {
        await reseal();
        racing.commit = real.commit;
        return real.commit(writes);
      },
    };
    await endSecretOverlap({ ...deps, store: racing }, 'acme', 'incoming');
    expect(await stored()).not.toHaveProperty('previousIncomingSecret');
    expect(await versions()).toEqual(['2', '2']);
  });

  test('of a secret that no key opens is an error that changes nothing, and a rotation helps', async () => {
    delete keys['1'];
    await expect(reseal()).rejects.toThrow('version 1 is destroyed');
    expect(await versions()).toEqual(['1', '1', '1']);
    await rotateWebhookSecret(deps, 'acme', 'incoming');
    await rotateWebhookSecret(deps, 'acme', 'outgoing');
    expect(await reseal()).toBe(0);
  });

  test('that others are always faster than gives up, and says so', async () => {
    const always: Store = { ...real, commit: async () => Promise.reject(new ConflictError()) };
    await expect(resealAts({ ...deps, store: always }, 'acme')).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test('is one of several at once: all of them end with the same secrets', async () => {
    const before = await plain();
    const counts = await Promise.all([reseal(), reseal(), reseal()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await plain()).toEqual(before);
  });

  test('stores no secret in plain text', async () => {
    await reseal();
    const [ats] = await real.getAll<[Ats]>(paths.ats('acme'));
    for (const secret of await plain()) expect(JSON.stringify(ats)).not.toContain(secret);
  });
});
