import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Delivery } from '../functions/shared/core/delivery/delivery.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import { outgoingEventId } from '../functions/shared/core/envelope.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { setWebhookUrl, updateAts } from '../functions/shared/flows/update-ats.ts';
import type { NewTask } from '../functions/shared/ports/task-queue.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';
import type { ScriptedAnswer } from './support/webhook-receiver.ts';

const RUNGS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS];

describe('the retry ladder', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start();
    // The first event of a client also brings two webhooks about its workspace; they are out of the way here.
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    carvos.receiver.received.length = 0;
  });
  afterEach(() => carvos.stop());

  async function push(): Promise<string> {
    const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
    return json.reference_id;
  }

  async function delivery(referenceId: string): Promise<Delivery> {
    const path = paths.delivery(outgoingEventId(referenceId, 'candidate.created'));
    const [found] = await carvos.gateway.runtime.store.getAll<[Delivery]>(path);
    if (found === undefined) throw new Error('there is no such delivery');
    return found.data;
  }

  test('500, 503, 302, 404, then 200: five attempts on the rungs, same bytes and event_id, a fresh t and signature each', async () => {
    carvos.receiver.script(500, 503, 302, 404, 200);
    const referenceId = await push();
    await carvos.work();
    for (const [index, rung] of RUNGS.entries()) {
      expect(carvos.receiver.received).toHaveLength(index + 1);
      await carvos.after(rung - 1);
      expect(carvos.receiver.received).toHaveLength(index + 1);
      await carvos.after(1);
      expect(carvos.receiver.received).toHaveLength(index + 2);
    }
    await carvos.after(24 * HOUR_MS);

    const { received } = carvos.receiver;
    expect(received).toHaveLength(5);
    expect(received.every(({ verified }) => verified)).toBe(true);
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
    expect(new Set(received.map(({ json }) => json.event_id)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['x-webhook-signature'])).size).toBe(5);
    const waits = received.slice(1).map(({ signedAt }, index) => signedAt - (received[index]?.signedAt ?? 0));
    expect(waits.map((seconds) => seconds * SECOND_MS)).toEqual(RUNGS);
    const { state, attempts } = await delivery(referenceId);
    expect(state).toBe('delivered');
    expect(attempts.map(({ number, outcome, statusCode }) => [number, outcome, statusCode])).toEqual([
      [1, 'failure', 500],
      [2, 'failure', 503],
      [3, 'failure', 302],
      [4, 'failure', 404],
      [5, 'success', 200],
    ]);
  });

  test('after five failures the delivery is exhausted, and nothing more is sent', async () => {
    carvos.receiver.script(...Array<ScriptedAnswer>(9).fill(500));
    const referenceId = await push();
    await carvos.work();
    for (const rung of RUNGS) await carvos.after(rung);
    await carvos.after(24 * HOUR_MS);
    await carvos.gateway.sweepOnce();
    await carvos.work();
    expect(carvos.receiver.received).toHaveLength(5);
    const { state, n, settledAt, expireAt, ...rest } = await delivery(referenceId);
    expect([state, n]).toEqual(['exhausted', 5]);
    expect((expireAt ?? 0) - (settledAt ?? 0)).toBe(7 * 24 * HOUR_MS);
    expect(rest).not.toHaveProperty('sweepAt');
  });

  test('a receiver that never answers within 5 s is retried', async () => {
    carvos.receiver.script('never', 200);
    const referenceId = await push();
    await carvos.work();
    const [attempt] = (await delivery(referenceId)).attempts;
    expect(attempt).toMatchObject({ outcome: 'error', statusCode: null });
    expect(attempt?.reason).toContain('did not answer in time');
    await carvos.after(MINUTE_MS);
    expect((await delivery(referenceId)).state).toBe('delivered');
  }, 15_000);

  test('while an ATS is disabled its deliveries wait without using up rungs, and go on when it is enabled', async () => {
    carvos.receiver.script(500);
    const referenceId = await push();
    await carvos.work();
    await updateAts(carvos.gateway.runtime, 'demo', { enabled: false });
    for (let minutes = 0; minutes < 60; minutes += 1) await carvos.after(MINUTE_MS);
    expect(carvos.receiver.received).toHaveLength(1);
    expect((await delivery(referenceId)).n).toBe(1);
    await updateAts(carvos.gateway.runtime, 'demo', { enabled: true });
    for (let minutes = 0; minutes < 11; minutes += 1) await carvos.after(MINUTE_MS);
    expect(carvos.receiver.received).toHaveLength(2);
    expect(await delivery(referenceId)).toMatchObject({ state: 'delivered', n: 2 });
  });

  test('with no URL set each rung fails as error; a URL set later is used from the next attempt on', async () => {
    const url = (await carvos.gateway.runtime.store.getAll<[{ webhookUrl: string }]>('ats/demo'))[0]?.data
      .webhookUrl;
    await updateAts(carvos.gateway.runtime, 'demo', { webhookUrl: null });
    const referenceId = await push();
    await carvos.work();
    expect((await delivery(referenceId)).attempts).toMatchObject([
      { outcome: 'error', reason: 'No webhook URL is configured: set one first' },
    ]);
    await setWebhookUrl(carvos.gateway.runtime, 'demo', String(url));
    await carvos.after(MINUTE_MS);
    expect(await delivery(referenceId)).toMatchObject({ state: 'delivered', n: 2 });
  });

  test('a task that was lost is made anew by sweep: the attempt is late, never skipped', async () => {
    carvos.receiver.script(500);
    const { queue } = carvos.gateway.runtime;
    const { enqueue } = queue;
    const lost: NewTask[] = [];
    queue.enqueue = async (task) => {
      if (task.queue === 'deliver-1m') lost.push(task);
      else await enqueue(task);
    };
    const referenceId = await push();
    await carvos.work();
    queue.enqueue = enqueue;
    expect(lost).toHaveLength(1);
    expect(await carvos.after(MINUTE_MS)).toBe(0);
    expect(carvos.receiver.received).toHaveLength(1);
    for (let minutes = 0; minutes < 3; minutes += 1) {
      carvos.clock.advance(MINUTE_MS);
      await carvos.gateway.sweepOnce();
      await carvos.work();
    }
    expect(await delivery(referenceId)).toMatchObject({ state: 'delivered', n: 2 });
  });

  test('a task that comes twice makes one attempt', async () => {
    const referenceId = await push();
    const { queue } = carvos.gateway.runtime;
    await carvos.work();
    const task = {
      v: 1,
      kind: 'deliver',
      atsId: 'demo',
      deliveryId: outgoingEventId(referenceId, 'candidate.created'),
      ladder: 0,
      n: 0,
    } as const;
    await queue.enqueue({ queue: 'deliver', task });
    await queue.enqueue({ queue: 'deliver', task });
    expect(await carvos.work()).toBe(2);
    expect(carvos.receiver.received).toHaveLength(1);
  });
});
