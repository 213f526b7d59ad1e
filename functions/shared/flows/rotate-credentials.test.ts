import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../../tests/support/test-clock.ts';
import { testIds } from '../../../tests/support/test-ids.ts';
import { openDatabase } from '../adapters/local/open-database.ts';
import { createSqliteStore } from '../adapters/local/sqlite-store.ts';
import type { Ats } from '../core/ats.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/duration.ts';
import { paths } from '../core/paths.ts';
import { secretsInForce } from '../core/webhook-secrets/secrets-in-force.ts';
import { ConflictError, type Store } from '../ports/store.ts';
import { type AtsDeps, createAts } from './create-ats.ts';
import { endSecretOverlap } from './end-secret-overlap.ts';
import { getAts } from './get-ats.ts';
import { rotateWebhookSecret, rotateWithOverlap } from './rotate-credentials.ts';
import { createSecretBox } from './secret-box.ts';
import { renameAts } from './update-ats.ts';

/** What becomes of a commit. */
type Fault = 'refused after it took effect' | 'failed after it took effect' | 'refused' | 'failed';

describe('a rotation of a webhook secret', () => {
  const clock = new TestClock();
  const ids = testIds(clock);
  let faults: Fault[];
  let commits: number;
  /** Done just before the next commit, by somebody else. */
  let meanwhile: (() => Promise<unknown>) | undefined;
  let deps: AtsDeps;
  let first: string;

  beforeEach(async () => {
    faults = [];
    commits = 0;
    meanwhile = undefined;
    const real = createSqliteStore(openDatabase({ file: ':memory:', durability: 'full' }));
    const store: Store = {
      ...real,
      async commit(writes) {
        const interruption = meanwhile;
        meanwhile = undefined;
        await interruption?.();
        commits += 1;
        const fault = faults.shift();
        if (fault === 'failed') throw new Error('the connection was lost');
        if (fault === 'refused') throw new ConflictError();
        const done = await real.commit(writes);
        if (fault === 'failed after it took effect') throw new Error('the connection was lost');
        if (fault === 'refused after it took effect') throw new ConflictError();
        return done;
      },
    };
    const key = { version: '1', key: ids.randomBytes(32) };
    const vault = { current: async () => key, byVersion: async () => key, derive: async () => key.key };
    const secrets = createSecretBox({ ids, vault });
    const hosts = { problem: async () => undefined };
    deps = { store, clock, ids, secrets, hosts, urlPolicy: { allowPrivateTargets: true } };
    first = (await createAts(deps, { atsId: 'acme', name: 'Acme', webhookUrl: null })).incomingSecret;
    commits = 0;
  });

  const stored = () => getAts(deps, 'acme');
  async function inForce(): Promise<string[]> {
    const { sealed } = secretsInForce(await stored(), 'incoming', clock.now());
    const binding = { atsId: 'acme', purpose: 'incoming' } as const;
    return Promise.all(sealed.map((one) => deps.secrets.open(one, binding)));
  }
  const rotate = async () => (await rotateWithOverlap(deps, 'acme', 'incoming', HOUR_MS)).secret;
  const rotateAtOnce = () => rotateWebhookSecret(deps, 'acme', 'incoming');

  test('with an overlap keeps the newest secret beside the new one, and drops an older one', async () => {
    const second = await rotate();
    expect(await inForce()).toEqual([second, first]);
    const third = await rotate();
    expect(await inForce()).toEqual([third, second]);
  });

  test('without one leaves the new secret alone in force, also where an overlap was under way', async () => {
    await rotate();
    const third = await rotateAtOnce();
    expect(await inForce()).toEqual([third]);
    expect(await stored()).not.toHaveProperty('previousIncomingSecret');
  });

  test('changes nothing of the other direction', async () => {
    const { outgoingSecret } = await stored();
    await rotate();
    const ats = await stored();
    expect(ats.outgoingSecret).toBe(outgoingSecret);
    expect(ats).not.toHaveProperty('previousOutgoingSecret');
  });

  test('whose overlap has ended leaves nothing of the secret before that one behind', async () => {
    const second = await rotate();
    const { previousIncomingSecret: old } = await stored();
    clock.advance(HOUR_MS);
    expect(await inForce()).toEqual([second]);
    await rotate();
    expect(JSON.stringify(await stored())).not.toContain(String(old?.sealed));
  });

  test.each(['refused after it took effect', 'failed after it took effect'] as const)(
    'that was %s is found to be done, and not made again',
    async (fault) => {
      faults = [fault];
      const second = await rotate();
      expect(await inForce()).toEqual([second, first]);
      expect(commits).toBe(1);
    },
  );

  test('whose answer was lost is found to be done also where another has followed it', async () => {
    const { commit } = deps.store;
    let third = '';
    deps.store.commit = async (writes) => {
      deps.store.commit = commit;
      await commit(writes);
      third = await rotate();
      throw new ConflictError();
    };
    const second = await rotate();
    expect(await inForce()).toEqual([third, second]);
  });

  test('that failed changes nothing, and says so', async () => {
    faults = ['failed'];
    await expect(rotate()).rejects.toThrow('the connection was lost');
    expect(await inForce()).toEqual([first]);
  });

  test('that others are always faster than gives up, and says so', async () => {
    faults = Array.from({ length: 100 }, () => 'refused');
    await expect(rotate()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await inForce()).toEqual([first]);
    expect(commits).toBeLessThan(20);
  });

  test('and a change of something else at the same time both take effect', async () => {
    meanwhile = () => renameAts(deps, 'acme', 'Better name');
    const second = await rotate();
    expect((await stored()).name).toBe('Better name');
    expect(await inForce()).toEqual([second, first]);
  });

  test('is one of many at once: each takes the place of the one before it, and none is lost or mixed', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, rotate));
    // Some were in each other's way, and tried again.
    expect(commits).toBeGreaterThan(8);
    const [newest, previous, ...others] = await inForce();
    expect(new Set([...made, first]).size).toBe(9);
    expect(others).toEqual([]);
    expect(made).toContain(newest);
    expect(made).toContain(previous);
    expect(newest).not.toBe(previous);
  });

  test.each([0, 1, MINUTE_MS - 1, 7 * DAY_MS + 1, Number.NaN])(
    'is refused an overlap of %i ms',
    async (ms) => {
      await expect(rotateWithOverlap(deps, 'acme', 'incoming', ms)).rejects.toMatchObject({ status: 422 });
      expect(commits).toBe(0);
    },
  );

  test.each([MINUTE_MS, 7 * DAY_MS])('may have an overlap of %i ms', async (ms) => {
    const { overlapUntil } = await rotateWithOverlap(deps, 'acme', 'incoming', ms);
    expect(overlapUntil).toBe(clock.now() + ms);
  });

  describe('the end of its overlap', () => {
    const end = () => endSecretOverlap(deps, 'acme', 'incoming');

    test('leaves the newest secret alone in force, makes none, and keeps nothing of the previous one', async () => {
      const second = await rotate();
      const ats = await end();
      expect(await inForce()).toEqual([second]);
      expect(ats).toEqual(await stored());
      expect(ats).not.toHaveProperty('previousIncomingSecret');
    });

    test('removes a secret whose time was over already', async () => {
      await rotate();
      clock.advance(HOUR_MS);
      expect(await end()).not.toHaveProperty('previousIncomingSecret');
    });

    test('is an error where there is no overlap in this direction, or no such ATS', async () => {
      await rotateWithOverlap(deps, 'acme', 'outgoing', HOUR_MS);
      const noOverlap = 'There is no overlap of incoming secrets to end: only the newest of acme counts';
      await expect(end()).rejects.toMatchObject({ code: 'not_found', detail: noOverlap });
      await expect(endSecretOverlap(deps, 'nobody', 'incoming')).rejects.toMatchObject({ code: 'not_found' });
    });

    test.each(['refused after it took effect', 'failed after it took effect'] as const)(
      'that was %s is found to be done',
      async (fault) => {
        const second = await rotate();
        faults = [fault];
        await end();
        expect(await inForce()).toEqual([second]);
      },
    );

    test('does not end the overlap that another rotation begins meanwhile', async () => {
      const second = await rotate();
      let third = '';
      meanwhile = async () => {
        third = await rotate();
      };
      await end();
      expect(await inForce()).toEqual([third, second]);
    });
  });

  test('stores no secret in plain text', async () => {
    const made = [first, await rotate(), await rotate()];
    const [ats] = await deps.store.getAll<[Ats]>(paths.ats('acme'));
    for (const secret of made) expect(JSON.stringify(ats)).not.toContain(secret);
  });
});
