import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MEETING_OUTPUTS, meetingOutputSample } from '../functions/shared/core/meetings/meeting-outputs.ts';
import { RECORD_TYPES } from '../functions/shared/core/records/record-types.ts';
import { workspaceCreated } from '../functions/shared/core/workspaces/workspace-types.ts';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { listAts } from '../functions/shared/flows/list-ats.ts';
import { listDeliveries } from '../functions/shared/flows/list-deliveries.ts';
import { listDeliveryLog } from '../functions/shared/flows/list-delivery-log.ts';
import { noteHealth } from '../functions/shared/flows/note-health.ts';
import { pageActivity } from '../functions/shared/flows/page-activity.ts';
import { pageAts } from '../functions/shared/flows/page-ats.ts';
import { recoverDeliveries } from '../functions/shared/flows/recover-deliveries.ts';
import { weekOfDeliveries } from '../functions/shared/flows/week-of-deliveries.ts';
import type { CountQuery, Query, Store, Write } from '../functions/shared/ports/store.ts';
import { collectionGroup, INDEXES, missingIndex } from './support/firestore-indexes.ts';
import { addPerson, PortalClient } from './support/portal-client.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';

/** Events pushed, of which each is written later than the one before. */
const PUSHES = 60;

interface Seen {
  queries: { query: Omit<Query, 'limit'>; from: string }[];
  writes: Write[];
}

/** Writes down what is asked of a store and what is written to it. */
function watch(store: Store): Seen {
  const seen: Seen = { queries: [], writes: [] };
  const { query, count, commit } = store;
  const note = (asked: Omit<Query, 'limit'>) => {
    const stack = new Error().stack ?? '';
    const from = /at .*?\/((?:functions|scripts)\/[^:]+):\d/.exec(stack)?.[1] ?? stack;
    seen.queries.push({ query: asked, from });
  };
  store.query = async (asked) => {
    note(asked);
    return query(asked);
  };
  store.count = async (asked) => {
    note(listOf(asked));
    return count(asked);
  };
  store.commit = async (writes) => {
    seen.writes.push(...writes);
    return commit(writes);
  };
  return seen;
}

/** A count needs the index of the list that it counts. */
function listOf({ range, ...asked }: CountQuery): Omit<Query, 'limit'> {
  return { ...asked, ...(range ? { newestFirst: { field: range.field } } : {}) };
}

/** The delivery log of one ATS and of all, by each filter alone and by all of them, and the page after. */
async function readLog({ gateway: { runtime }, clock }: TestGateway): Promise<void> {
  const filters = {
    direction: 'outgoing',
    outcome: 'success',
    event: 'candidate.created',
    statusCode: 200,
    referenceId: '019c9459-3440-7073-93aa-3eaff0290689',
  } as const;
  const alone = Object.entries(filters).map(([field, value]) => ({ [field]: value }));
  for (const filter of [{}, ...alone, filters]) {
    for (const head of [{}, { atsId: 'demo' }]) {
      const asked = { ...head, ...filter };
      const { next } = await listDeliveryLog(runtime.store, asked, { limit: 1 }, clock.now());
      if (next) await listDeliveryLog(runtime.store, asked, { limit: 1, after: next }, clock.now());
    }
  }
}

/** Somebody new signs in to the portal, and out again. */
async function signInAndOut(carvos: TestGateway, n: number): Promise<void> {
  const account = await addPerson(carvos.gateway, `p-${Math.sin(n)}@demo.example`, { role: 'staff' });
  const client = await PortalClient.signIn(carvos, account);
  await client.call('DELETE', '/session');
}

describe('firestore.indexes.json', () => {
  let carvos: TestGateway;
  let seen: Seen;
  beforeAll(async () => {
    carvos = await TestGateway.start();
    const { runtime } = carvos.gateway;
    seen = watch(runtime.store);
    for (let n = 0; n < PUSHES; n += 1) {
      const candidate_id = `c-${Math.sin(n)}`;
      await createAts(runtime, { atsId: `ats-${(n * 37) % 100}`, name: 'Another', webhookUrl: null });
      await carvos.call('POST', '/v1/candidates', {
        body: { ...ADA, candidate_id },
        clientId: `k-${Math.cos(n)}`,
      });
      await carvos.webhook(candidateEvent('candidate.updated', `e-${n}`, { candidate_id }));
      for (const { collection, idField, sample } of RECORD_TYPES) {
        await carvos.call('POST', `/v1/${collection}`, {
          body: { ...sample, [idField]: `r-${Math.sin(n)}` },
        });
      }
      await carvos.call('POST', '/v1/workspaces', {
        body: { ...workspaceCreated.sample, client_id: `w-${Math.sin(n)}` },
      });
      await signInAndOut(carvos, n);
      await carvos.after(1000);
      for (const output of MEETING_OUTPUTS) {
        const data = { ...meetingOutputSample(output), meeting_id: `m-${Math.cos(n)}` };
        const event_id = `${output.field}-${Math.sin(n)}`;
        const { event } = output;
        await carvos.fromAi('events', { event, event_id, ats_id: 'demo', workspace: 'acme', data });
      }
    }
    await carvos.gateway.sweepOnce();
    await carvos.call('GET', '/v1/candidates?limit=1');
    await listAts(runtime.store);
    await pageAts(runtime, 'another', { limit: 1 });
    for (const state of [undefined, 'delivered'] as const) {
      for (const event of [undefined, 'candidate.created']) {
        const filter = { atsId: 'demo', ...(state ? { state } : {}), ...(event ? { event } : {}) };
        // More than a page, so that the next one is asked for as well.
        await listDeliveries(runtime.store, { ...filter, limit: 150 });
      }
    }
    await readLog(carvos);
    await weekOfDeliveries({ store: runtime.store, clock: carvos.clock }, 'demo');
    await recoverDeliveries(runtime, { atsId: 'demo', since: 0, perSecond: 1 });
    const health = { atsId: 'demo', state: 'unhealthy', since: carvos.clock.now(), reason: null } as const;
    await noteHealth(runtime, undefined, health);
    await pageActivity(runtime, 'demo', { limit: 1 });
    await pageActivity(runtime, undefined, { limit: 1 });
  });
  afterAll(() => carvos.stop());

  test('has an index for every query there is, also for filters together', () => {
    expect(seen.queries.flatMap(({ query }) => missingIndex(query) ?? [])).toEqual([]);
  });

  test('has no index that no query needs', () => {
    const all = [...INDEXES.indexes];
    const needless = all.filter((index) => {
      INDEXES.indexes = all.filter((other) => other !== index);
      return seen.queries.every(({ query }) => missingIndex(query) === undefined);
    });
    INDEXES.indexes = all;
    expect(needless).toEqual([]);
  });

  test('is held against every place in the code that queries', () => {
    const inCode = ['functions', 'scripts/ats', 'scripts/local']
      .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))))
      .filter((file) => file.endsWith('.ts') && !/\.(?:test|contract)\.ts$/.test(file))
      .filter((file) => /\bstore\s*\.(?:query[<(]|count\(\{)/.test(readFileSync(file, 'utf8')));
    expect([...new Set(seen.queries.map(({ from }) => from))].sort()).toEqual(inCode.sort());
  });

  test('exempts every collection that is written from single-field indexes', () => {
    const written = new Set(
      seen.writes.map(({ path }) => collectionGroup(path.slice(0, path.lastIndexOf('/')))),
    );
    const exempt = INDEXES.fieldOverrides.filter(({ fieldPath }) => fieldPath === '*');
    expect(exempt.map((override) => override.collectionGroup).sort()).toEqual([...written].sort());
    expect(INDEXES.fieldOverrides.flatMap(({ indexes }) => indexes)).toEqual([]);
  });

  test('has a TTL policy for every collection whose documents expire, and for no other', () => {
    const expiring = seen.writes.filter(
      (write) =>
        (write.type === 'update' && 'expireAt' in write.set) ||
        ((write.type === 'create' || write.type === 'set') && 'expireAt' in write.data),
    );
    const groups = expiring.map(({ path }) => collectionGroup(path.slice(0, path.lastIndexOf('/'))));
    const policies = INDEXES.fieldOverrides.filter(({ ttl }) => ttl);
    expect(policies.every(({ fieldPath }) => fieldPath === 'expireAt')).toBe(true);
    expect(policies.map((policy) => policy.collectionGroup).sort()).toEqual([...new Set(groups)].sort());
  });

  test('lets no index begin with a value that grows with time, and no document id does', () => {
    const created = seen.writes.filter((write) => write.type === 'create' || write.type === 'set');
    const series = new Map<string, (string | number)[]>();
    const add = (name: string, value: unknown) => {
      if (typeof value === 'string' || typeof value === 'number') {
        series.set(name, [...(series.get(name) ?? []), value]);
      }
    };
    for (const { path, data } of created) {
      const group = collectionGroup(path.slice(0, path.lastIndexOf('/')));
      add(`${group}: the id`, path.slice(path.lastIndexOf('/') + 1));
      const heads = INDEXES.indexes
        .filter((index) => index.collectionGroup === group)
        .map(({ fields }) => fields[0]?.fieldPath ?? '');
      for (const field of new Set(heads)) add(`${group}: ${field}`, (data as Record<string, unknown>)[field]);
    }
    for (const id of [
      'events: the id',
      'deliveries: the id',
      'receipts: the id',
      'events: shard',
      'deliveries: atsId',
    ]) {
      expect([...series.keys()]).toContain(id);
    }
    const growing = [...series].filter(([, values]) => ascents(values) > 0.75);
    expect(growing.map(([name]) => name)).toEqual([]);
  });
});

/** The share of values that are larger than the one written before: about a half where they come in no order. */
function ascents(values: readonly (string | number)[]): number {
  const steps = values.slice(1).filter((value, index) => value > (values[index] as typeof value));
  return steps.length / Math.max(1, values.length - 1);
}
