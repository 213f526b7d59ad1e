import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createGotHttpSender } from '../functions/shared/adapters/net/got-http-sender.ts';
import type { Delivery } from '../functions/shared/core/delivery/delivery.ts';
import { type EndpointHealth, UNHEALTHY_AFTER } from '../functions/shared/core/delivery/endpoint-health.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import { outgoingEventId } from '../functions/shared/core/envelope.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { SLOW_QUEUES } from '../functions/shared/core/queues.ts';
import { describeHealth } from '../functions/shared/flows/describe-health.ts';
import { FAIR_SHARE } from '../functions/shared/flows/fair-share.ts';
import { noteHealth } from '../functions/shared/flows/note-health.ts';
import type { HttpSender, SendResult } from '../functions/shared/ports/http-sender.ts';
import type { NewTask } from '../functions/shared/ports/task-queue.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

const REASON = 'The endpoint did not answer in time: acknowledge first, work later';
const TIMEOUT: SendResult = { kind: 'error', failure: 'timeout', reason: REASON, durationMs: 5000 };

describe('the health of an endpoint', () => {
  let carvos: TestGateway;
  /** While it is, webhooks run into their time limit, in no time. */
  let dead: boolean;
  /** What holds webhooks up, until it is over. */
  let held: Promise<void> | undefined;
  let tasks: NewTask[];
  let notes: string[];
  beforeEach(async () => {
    dead = false;
    held = undefined;
    tasks = [];
    notes = [];
    const real = createGotHttpSender();
    const sender: HttpSender = {
      async send(request) {
        if (!request.url.endsWith('/hook')) return real.send(request);
        await held;
        return dead ? TIMEOUT : real.send(request);
      },
    };
    carvos = await TestGateway.start({ overrides: { sender } });
    const { store, queue } = carvos.gateway.runtime;
    const { commit } = store;
    store.commit = async (writes) => {
      notes.push(...writes.map(({ path }) => path).filter((path) => path.startsWith('endpointHealth/')));
      return commit(writes);
    };
    const { enqueue } = queue;
    queue.enqueue = async (task) => {
      tasks.push(task);
      return enqueue(task);
    };
  });
  afterEach(() => carvos.stop());

  async function push(): Promise<string> {
    const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    return json.reference_id;
  }

  async function health(): Promise<EndpointHealth | undefined> {
    const path = paths.endpointHealth('demo');
    const [found] = await carvos.gateway.runtime.store.getAll<[EndpointHealth]>(path);
    return found?.data;
  }

  async function delivery(referenceId: string): Promise<Delivery> {
    const path = paths.delivery(outgoingEventId(referenceId, 'candidate.created'));
    const [found] = await carvos.gateway.runtime.store.getAll<[Delivery]>(path);
    return found?.data as Delivery;
  }

  const queuesUsed = () => new Set(tasks.splice(0).map(({ queue }) => queue));

  async function makeUnhealthy(): Promise<string[]> {
    // The client and the user are told of before.
    await push();
    dead = true;
    const pushed: string[] = [];
    for (let n = 0; n < UNHEALTHY_AFTER; n += 1) pushed.push(await push());
    return pushed;
  }

  test('changes after five time-outs in a row, and is written then and not before', async () => {
    await push();
    dead = true;
    for (let n = 1; n < UNHEALTHY_AFTER; n += 1) await push();
    expect(await health()).toBeUndefined();
    await push();
    expect(await health()).toEqual({
      atsId: 'demo',
      state: 'unhealthy',
      since: carvos.clock.now(),
      reason: REASON,
    });
    for (let n = 0; n < 3; n += 1) await push();
    expect(notes).toEqual(['endpointHealth/demo']);
    expect(await describeHealth(carvos.gateway.runtime.store, 'demo')).toEqual({
      endpoint_health: 'unhealthy',
      endpoint_health_since: new Date(carvos.clock.now()).toISOString(),
      endpoint_health_reason: REASON,
    });
  });

  test('sends what comes then to the slow queue, first attempts and later ones, on the same rungs', async () => {
    await makeUnhealthy();
    queuesUsed();
    const referenceId = await push();
    const deliveryId = outgoingEventId(referenceId, 'candidate.created');
    const own = tasks.filter(({ task }) => task.kind === 'deliver' && task.deliveryId === deliveryId);
    // Its first attempt has moved before it was made, and the next one is waited for there.
    expect(own.map(({ queue, task }) => [queue, task.n])).toEqual([
      ['deliver', 0],
      ['deliver-slow', 0],
      ['deliver-slow', 1],
    ]);
    expect(queuesUsed()).toEqual(new Set(['process', 'deliver', 'deliver-slow']));
    await carvos.after(MINUTE_MS - 1);
    expect((await delivery(referenceId)).n).toBe(1);
    await carvos.after(1);
    expect((await delivery(referenceId)).n).toBe(2);
    expect(queuesUsed()).toEqual(new Set(['deliver-slow']));
  });

  test('is restored by one success, and all goes its old way again', async () => {
    const pushed = await makeUnhealthy();
    dead = false;
    await push();
    expect(await health()).toMatchObject({ state: 'healthy', reason: null });
    expect(notes).toHaveLength(2);
    queuesUsed();
    await push();
    expect(queuesUsed()).toEqual(new Set(['process', 'deliver']));
    await carvos.after(MINUTE_MS + SECOND_MS);
    for (const referenceId of pushed) {
      expect(await delivery(referenceId)).toMatchObject({ state: 'delivered', n: 2 });
    }
  });

  test('uses up no rung and loses none: an endpoint that stays dead ends what it is sent as it would otherwise', async () => {
    const [referenceId = ''] = await makeUnhealthy();
    for (const rung of [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS]) await carvos.after(rung);
    const ended = await delivery(referenceId);
    expect(ended).toMatchObject({ state: 'exhausted', n: 5 });
    const waits = ended.attempts.slice(1).map(({ at }, index) => at - (ended.attempts[index]?.at ?? 0));
    expect(waits).toEqual([MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS]);
  });

  test('also of an ATS that is sent little: three time-outs of one webhook tell as much', async () => {
    await push();
    dead = true;
    await push();
    await carvos.after(MINUTE_MS);
    expect(await health()).toBeUndefined();
    await carvos.after(5 * MINUTE_MS);
    expect(await health()).toMatchObject({ state: 'unhealthy' });
  });

  test('is noted by nobody where the store is away, and found out again by the next attempt', async () => {
    const { store } = carvos.gateway.runtime;
    const { commit } = store;
    store.commit = async (writes) => {
      if (writes.some(({ path }) => path.startsWith('endpointHealth/'))) throw new Error('away');
      return commit(writes);
    };
    const [referenceId = ''] = await makeUnhealthy();
    expect(await delivery(referenceId)).toMatchObject({ n: 1, state: 'pending' });
    expect(await health()).toBeUndefined();
    store.commit = commit;
    await push();
    expect(await health()).toMatchObject({ state: 'unhealthy' });
  });

  test('is noted by whoever saw it last: a change from what is no longer so is left out', async () => {
    const { runtime } = carvos.gateway;
    const { store } = runtime;
    const note = (state: EndpointHealth['state'], since: number) => ({
      atsId: 'demo',
      state,
      since,
      reason: null,
    });
    await noteHealth(runtime, undefined, note('unhealthy', 1));
    await noteHealth(runtime, undefined, note('healthy', 2));
    expect(await health()).toMatchObject({ state: 'unhealthy', since: 1 });
    const [seen] = await store.getAll<[EndpointHealth]>(paths.endpointHealth('demo'));
    await noteHealth(runtime, seen, note('healthy', 3));
    await noteHealth(runtime, seen, note('unhealthy', 4));
    expect(await health()).toMatchObject({ state: 'healthy', since: 3 });
  });

  test('what the sweep makes anew for an unhealthy endpoint waits where the rest of it does', async () => {
    await makeUnhealthy();
    carvos.clock.advance(5 * MINUTE_MS);
    tasks.length = 0;
    await carvos.gateway.sweepOnce();
    expect(tasks.length).toBeGreaterThanOrEqual(UNHEALTHY_AFTER);
    expect(queuesUsed()).toEqual(new Set(['deliver-slow']));
  });

  test('an endpoint that holds its webhooks has its share of what is under way, and the rest steps aside', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    const over = 4;
    for (let n = 0; n < FAIR_SHARE + over; n += 1) await carvos.call('POST', '/v1/candidates', { body: ADA });
    // Nothing is known of the endpoint yet: what is above the share waits a moment for a proof, and moves.
    const working = carvos.work();
    const moved = () => tasks.filter(({ queue }) => queue === SLOW_QUEUES.deliver).length;
    // Two more webhooks tell of the client and the user.
    while (moved() < over + 2) await new Promise((next) => setTimeout(next, 10));
    resolve();
    await working;
    await carvos.after(SECOND_MS);
    expect(moved()).toBe(over + 2);
    expect(carvos.receiver.received).toHaveLength(FAIR_SHARE + over + 2);
  });
});
