import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Activity, Actor } from '../functions/shared/core/activity/activity.ts';
import { HOUR_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { describeActivity } from '../functions/shared/flows/describe-activity.ts';
import { endSecretOverlap } from '../functions/shared/flows/end-secret-overlap.ts';
import { getAts } from '../functions/shared/flows/get-ats.ts';
import { pageActivity } from '../functions/shared/flows/page-activity.ts';
import {
  rotateApiKey,
  rotateWebhookSecret,
  rotateWithOverlap,
} from '../functions/shared/flows/rotate-credentials.ts';
import { renameAts, setWebhookUrl, updateAts } from '../functions/shared/flows/update-ats.ts';
import { ConflictError } from '../functions/shared/ports/store.ts';
import type { Runtime } from '../functions/shared/runtime.ts';
import { loseNextAnswer } from './support/lose-next-answer.ts';
import { TestGateway } from './support/test-gateway.ts';

const ZOE: Actor = { kind: 'administrator', name: 'zoe@ats.example' };

describe('the activity of an ATS', () => {
  let carvos: TestGateway;
  let deps: Runtime & { actor: Actor };
  beforeEach(async () => {
    carvos = await TestGateway.start();
    deps = { ...carvos.gateway.runtime, actor: ZOE };
    await createAts(deps, { atsId: 'acme', name: 'Acme', webhookUrl: null });
  });
  afterEach(() => carvos.stop());

  const activities = async (atsId = 'acme', limit = 100): Promise<Activity[]> =>
    (await pageActivity(deps, atsId, { limit })).activities;
  /** Each at a time of its own, so that their order is known. */
  async function inTurn(...changes: (() => Promise<unknown>)[]): Promise<void> {
    for (const change of changes) {
      carvos.clock.advance(SECOND_MS);
      await change();
    }
  }

  test('tells who changed what and when, newest first, and of keys and secrets only that', async () => {
    const url = 'http://127.0.0.1:9/hook';
    await inTurn(
      () => renameAts(deps, 'acme', 'Better'),
      () => setWebhookUrl(deps, 'acme', url),
      () => updateAts(deps, 'acme', { enabled: false }),
      () => updateAts(deps, 'acme', { policy: 'strict' }),
      () => rotateApiKey(deps, 'acme'),
      () => rotateWebhookSecret(deps, 'acme', 'outgoing'),
      () => rotateWithOverlap(deps, 'acme', 'incoming', HOUR_MS),
      () => endSecretOverlap(deps, 'acme', 'incoming'),
    );
    const told = await activities();
    expect(told.map(({ action, changes }) => [action, changes.map(({ field }) => field)])).toEqual([
      ['webhook_secret.overlap_ended', ['incoming_secret_overlap_until']],
      ['webhook_secret.rotated', ['incoming_secret', 'incoming_secret_overlap_until']],
      ['webhook_secret.rotated', ['outgoing_secret']],
      ['api_key.rotated', ['api_key']],
      ['configuration.changed', ['policy']],
      ['configuration.changed', ['enabled']],
      ['configuration.changed', ['webhook_url']],
      ['configuration.changed', ['name']],
      ['ats.created', ['name', 'policy']],
    ]);
    expect(told.every(({ actor, atsId }) => actor.name === ZOE.name && atsId === 'acme')).toBe(true);
    expect(told[6]?.changes).toEqual([{ field: 'webhook_url', before: null, after: url }]);
    expect(describeActivity(told[0] as Activity)).toMatchObject({
      created_at: new Date(carvos.clock.now()).toISOString(),
      actor: ZOE,
    });
    const ats = await getAts(deps, 'acme');
    for (const secret of [ats.apiKeyHash, ats.incomingSecret, ats.outgoingSecret]) {
      expect(JSON.stringify(told)).not.toContain(secret);
    }
  });

  test('has nothing of what is as it was already, and names the system where nobody else is named', async () => {
    await inTurn(
      () => updateAts(deps, 'acme', { enabled: true, policy: 'auto' }),
      () => renameAts(deps, 'acme', 'Acme'),
      () => renameAts(carvos.gateway.runtime, 'acme', 'By itself'),
    );
    expect((await activities()).map(({ actor }) => actor.kind)).toEqual(['system', 'administrator']);
  });

  test('is written with the change or not at all, and once, whatever becomes of the answer', async () => {
    const { store } = carvos.gateway.runtime;
    const { commit } = store;
    const rename = () => renameAts(deps, 'acme', 'Renamed');
    store.commit = async () => {
      throw new Error('away');
    };
    await expect(rename()).rejects.toThrow('away');
    store.commit = commit;
    expect(await activities()).toHaveLength(1);
    expect((await getAts(deps, 'acme')).name).toBe('Acme');
    for (const error of [new ConflictError(), new Error('lost')]) {
      loseNextAnswer(store, error);
      carvos.clock.advance(SECOND_MS);
      await renameAts(deps, 'acme', error.message);
    }
    expect((await activities()).map(({ changes }) => changes[0]?.after)).toHaveLength(3);
  });

  test('of two changes at once tells of both, each with what it found', async () => {
    await Promise.all([renameAts(deps, 'acme', 'One'), renameAts(deps, 'acme', 'Two')]);
    // All at the same time, and so in no order.
    const names = (await activities())
      .flatMap(({ changes }) => changes)
      .filter(({ field }) => field === 'name');
    const madeOf = (before: string | null) => names.find((name) => name.before === before)?.after as string;
    expect(names).toHaveLength(3);
    expect((await getAts(deps, 'acme')).name).toBe(madeOf(madeOf('Acme')));
  });

  test('is paged without gaps, and its cursor is good for no other ATS', async () => {
    await createAts(deps, { atsId: 'other', name: 'Other', webhookUrl: null });
    await inTurn(...Array.from({ length: 6 }, (_, n) => () => renameAts(deps, 'acme', `Name ${n}`)));
    const all = await activities();
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await pageActivity(deps, 'acme', { limit: 3, cursor });
      found.push(...page.activities.map(({ activityId }) => activityId));
      cursor = page.nextCursor ?? undefined;
      if (cursor) {
        await expect(pageActivity(deps, 'other', { limit: 3, cursor })).rejects.toMatchObject({
          status: 422,
        });
      }
    } while (cursor);
    expect(found).toEqual(all.map(({ activityId }) => activityId));
    expect(await activities('other')).toHaveLength(1);
    await expect(pageActivity(deps, 'nobody', { limit: 1 })).rejects.toMatchObject({ code: 'not_found' });
    const [stored] = await deps.store.getAll<[Activity]>(paths.activity('acme', found[0] ?? ''));
    expect(stored?.data.actor).toEqual(ZOE);
  });

  test('is listed of all ATSs together, newest first, paged without gaps by a cursor of that list alone', async () => {
    const others = ['acme-2', 'other', 'zeta'];
    for (const atsId of others) await createAts(deps, { atsId, name: atsId, webhookUrl: null });
    for (let n = 0; n < 4; n += 1) {
      carvos.clock.advance(SECOND_MS);
      // All at one time, so that their order is that of their paths.
      for (const atsId of ['acme', ...others]) await renameAts(deps, atsId, `Name ${n}`);
    }
    const all = (await pageActivity(deps, undefined, { limit: 100 })).activities;
    expect(all.map(({ createdAt }) => createdAt)).toEqual(
      all.map(({ createdAt }) => createdAt).toSorted((a, b) => b - a),
    );
    for (const atsId of ['acme', ...others]) {
      const own = all.filter((activity) => activity.atsId === atsId).map(({ activityId }) => activityId);
      expect(own.toSorted()).toEqual((await activities(atsId)).map(({ activityId }) => activityId).sort());
    }
    for (const limit of [1, 3, 7]) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await pageActivity(deps, undefined, { limit, cursor });
        found.push(...page.activities.map(({ activityId }) => activityId));
        cursor = page.nextCursor ?? undefined;
        if (cursor) {
          await expect(pageActivity(deps, 'acme', { limit, cursor })).rejects.toMatchObject({ status: 422 });
        }
      } while (cursor);
      expect(found).toEqual(all.map(({ activityId }) => activityId));
    }
    const { nextCursor } = await pageActivity(deps, 'acme', { limit: 1 });
    await expect(
      pageActivity(deps, undefined, { limit: 1, cursor: nextCursor as string }),
    ).rejects.toMatchObject({ status: 422 });
  });
});
