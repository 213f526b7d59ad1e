import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AcceptedEvent } from '../functions/shared/core/accepted-event.ts';
import type { Delivery } from '../functions/shared/core/delivery/delivery.ts';
import type { LoggedAttempt } from '../functions/shared/core/delivery-log/logged-attempt.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import { outgoingEventId } from '../functions/shared/core/envelope.ts';
import { RETENTION_MS } from '../functions/shared/core/limits.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { describeResend } from '../functions/shared/flows/describe-resend.ts';
import { listDeliveryLog } from '../functions/shared/flows/list-delivery-log.ts';
import type { ListPosition } from '../functions/shared/flows/list-position.ts';
import { recoverDeliveries } from '../functions/shared/flows/recover-deliveries.ts';
import { resendDelivery } from '../functions/shared/flows/resend-delivery.ts';
import { sendSandbox } from '../functions/shared/flows/sandbox.ts';
import { updateAts } from '../functions/shared/flows/update-ats.ts';
import type { NewTask } from '../functions/shared/ports/task-queue.ts';
import { loseNextAnswer } from './support/lose-next-answer.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';
import type { ScriptedAnswer } from './support/webhook-receiver.ts';

const RUNGS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS];
const LIMIT_MS = 60_000;

describe('a webhook sent again by hand', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start();
    // What the first event provisions is out of the way here.
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    carvos.receiver.received.length = 0;
  });
  afterEach(() => carvos.stop());

  const idOf = (referenceId: string) => outgoingEventId(referenceId, 'candidate.created');
  const resend = (referenceId: string, atsId = 'demo') =>
    resendDelivery(carvos.gateway.runtime, atsId, idOf(referenceId));

  async function push(): Promise<string> {
    const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    return json.reference_id;
  }

  async function pushAndExhaust(count = 1): Promise<string[]> {
    carvos.receiver.script(...Array<ScriptedAnswer>(5 * count).fill(500));
    const pushed: string[] = [];
    for (let n = 0; n < count; n += 1) pushed.push(await push());
    for (const rung of RUNGS) {
      await carvos.after(rung);
      // A queue dispatches a burst, and then so many a second.
      while ((await carvos.after(SECOND_MS)) > 0);
    }
    return pushed;
  }

  async function delivery(referenceId: string): Promise<Delivery> {
    const found = await carvos.gateway.runtime.store.getAll<[Delivery]>(paths.delivery(idOf(referenceId)));
    return found[0]?.data as Delivery;
  }

  test('is told of beforehand, by each attempt of it: whether it may be sent again now, and if not why', async () => {
    const { store } = carvos.gateway.runtime;
    const deps = { store, clock: carvos.clock };
    const [referenceId = ''] = await pushAndExhaust();
    const { entries } = await listDeliveryLog(
      store,
      { atsId: 'demo', referenceId },
      { limit: 9 },
      carvos.clock.now(),
    );
    expect(entries).toHaveLength(5);
    const entry = entries[4] as LoggedAttempt;
    const told = (change: Partial<LoggedAttempt> = {}) => describeResend(deps, { ...entry, ...change });
    expect(await told()).toEqual({ possible: true, reason: null, state: 'exhausted' });
    await resend(referenceId);
    const pending = { possible: false, reason: 'This webhook is still being sent', state: 'pending' };
    expect(await told()).toEqual(pending);
    await expect(resend(referenceId)).rejects.toMatchObject({ detail: pending.reason });
    await carvos.work();
    expect(await told()).toEqual({ possible: true, reason: null, state: 'delivered' });
    const gone = { possible: false, reason: 'This webhook is no longer kept', state: null };
    for (const change of [
      { atsId: 'other' },
      { eventId: `evt_${'0'.repeat(32)}` },
      { eventId: 'a/b' },
      { eventId: null },
    ]) {
      expect(await told(change)).toEqual(gone);
    }
    const incoming = { possible: false, reason: 'Only outgoing webhooks can be sent again', state: null };
    expect(await told({ direction: 'incoming' })).toEqual(incoming);
    carvos.clock.advance(RETENTION_MS);
    expect(await told()).toEqual(gone);
    await expect(resend(referenceId)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('has the same bytes and event_id, a signature of its own, and a whole new ladder', async () => {
    const [referenceId = ''] = await pushAndExhaust();
    expect(await delivery(referenceId)).toMatchObject({ state: 'exhausted', ladder: 0, n: 5 });
    carvos.clock.advance(HOUR_MS);
    carvos.receiver.script(500, 500, 200);
    expect(await resend(referenceId)).toMatchObject({ state: 'pending', ladder: 1, n: 0 });
    await carvos.work();
    expect(carvos.receiver.received).toHaveLength(6);
    await carvos.after(MINUTE_MS);
    await carvos.after(5 * MINUTE_MS);
    await carvos.after(24 * HOUR_MS);

    const { received } = carvos.receiver;
    expect(received).toHaveLength(8);
    expect(received.every(({ verified }) => verified)).toBe(true);
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['x-webhook-signature'])).size).toBe(8);
    const sent = await delivery(referenceId);
    expect(sent).toMatchObject({ state: 'delivered', ladder: 1, n: 3 });
    expect(sent.attempts.map(({ ladder, number }) => [ladder, number]).slice(4)).toEqual([
      [0, 5],
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    expect(sent.expireAt).toBe((sent.settledAt ?? 0) + RETENTION_MS);
    const { json } = await carvos.call('GET', `/v1/events/${referenceId}`);
    expect(json.timeline.at(-1).text).toMatch(/^candidate\.created, sent again \(1\), attempt 3: delivered/);
  });

  test('also once it was delivered; tasks of the ladder before do nothing', async () => {
    const referenceId = await push();
    await resend(referenceId);
    const { runtime } = carvos.gateway;
    const task = { v: 1, kind: 'deliver', atsId: 'demo', deliveryId: idOf(referenceId), ladder: 0 } as const;
    for (const n of [0, 1, 4]) {
      const old: NewTask = { queue: 'deliver', task: { ...task, n } };
      await runtime.queue.enqueue(old);
    }
    await carvos.work();
    expect(carvos.receiver.received).toHaveLength(2);
    expect(await delivery(referenceId)).toMatchObject({ state: 'delivered', ladder: 1, n: 1 });
  });

  test('asked for twice at once it is sent once', async () => {
    const referenceId = await push();
    const asked = await Promise.allSettled([resend(referenceId), resend(referenceId)]);
    expect(asked.some(({ status }) => status === 'fulfilled')).toBe(true);
    await carvos.work();
    expect(carvos.receiver.received).toHaveLength(2);
    expect(await delivery(referenceId)).toMatchObject({ ladder: 1, state: 'delivered' });
  });

  test('keeps its story for as long as it is there itself', async () => {
    const referenceId = await push();
    carvos.clock.advance(RETENTION_MS - HOUR_MS);
    await resend(referenceId);
    await carvos.work();
    const { store } = carvos.gateway.runtime;
    const [event] = await store.getAll<[AcceptedEvent]>(paths.event(referenceId));
    const { expireAt = 0 } = await delivery(referenceId);
    expect(expireAt).toBe(carvos.clock.now() + RETENTION_MS);
    expect(event?.data.expireAt).toBeGreaterThanOrEqual(expireAt);
  });

  test('a commit whose answer was lost is known for its own, and nothing is sent twice', async () => {
    const referenceId = await push();
    loseNextAnswer(carvos.gateway.runtime.store);
    expect(await resend(referenceId)).toMatchObject({ ladder: 1 });
    await carvos.work();
    expect(carvos.receiver.received).toHaveLength(2);
  });

  test('a task that is lost is made anew by the sweep', async () => {
    const referenceId = await push();
    const { queue } = carvos.gateway.runtime;
    const { enqueue } = queue;
    queue.enqueue = async () => {
      throw new Error('away');
    };
    await resend(referenceId);
    queue.enqueue = enqueue;
    await carvos.after(3 * MINUTE_MS);
    expect(carvos.receiver.received).toHaveLength(1);
    await carvos.gateway.sweepOnce();
    await carvos.work();
    expect(carvos.receiver.received).toHaveLength(2);
  });

  test('is refused while it is being sent, for a test, for another ATS, and when its time is over', async () => {
    const { runtime } = carvos.gateway;
    carvos.receiver.script(500);
    const pending = await push();
    await expect(resend(pending)).rejects.toMatchObject({ detail: 'This webhook is still being sent' });
    const { webhook } = await sendSandbox(runtime, 'demo', { event: 'candidate.created' });
    await expect(resendDelivery(runtime, 'demo', webhook.deliveryId)).rejects.toMatchObject({
      detail: 'A test is sent anew from the sandbox',
    });
    const done = await push();
    for (const unknown of [
      () => resend(done, 'other'),
      () => resendDelivery(runtime, 'demo', 'evt_0'),
      () => resendDelivery(runtime, 'demo', '../ats/demo'),
      () => resendDelivery(runtime, 'demo', 'x'.repeat(5000)),
    ]) {
      await expect(unknown()).rejects.toMatchObject({ code: 'not_found' });
    }
    carvos.clock.advance(RETENTION_MS);
    await expect(resend(done)).rejects.toMatchObject({ code: 'not_found' });
  });

  describe('and everything that failed', () => {
    /** All batches of a recovery; the clock goes on to where each next one begins. */
    async function recover(since: number, perSecond = 10) {
      const { runtime } = carvos.gateway;
      const total = { resent: 0, skipped: 0, batches: 0 };
      let after: ListPosition | undefined;
      do {
        const request = { atsId: 'demo', since, after, perSecond };
        const { resent, skipped, next, nextAt } = await recoverDeliveries(runtime, request);
        total.resent += resent;
        total.skipped += skipped;
        total.batches += 1;
        after = next ?? undefined;
        // By half seconds, so that each is sent when it is due.
        do await carvos.after(SECOND_MS / 2);
        while (carvos.clock.now() < nextAt);
      } while (after);
      return total;
    }

    test(
      'is sent again in batches, at the rate that was asked for, and what fails again is not sent a third time',
      async () => {
        const since = carvos.clock.now();
        const pushed = await pushAndExhaust(60);
        carvos.receiver.received.length = 0;
        carvos.receiver.script(500);
        expect(await recover(since)).toEqual({ resent: 60, skipped: 0, batches: 2 });
        expect(carvos.receiver.received).toHaveLength(60);
        const attempts = (await Promise.all(pushed.map(delivery))).map(({ attempts: all }) => all.at(-1));
        const times = attempts.map((attempt) => attempt?.at ?? 0).toSorted((a, b) => a - b);
        // At 10 a second the last of 60 is due 5.9 s after the first.
        expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(5000);
        expect(new Set(attempts.map((attempt) => attempt?.ladder))).toEqual(new Set([1]));
        const states = (await Promise.all(pushed.map(delivery))).map(({ state }) => state);
        expect(states.filter((state) => state === 'delivered')).toHaveLength(59);
        expect(await recover(since)).toMatchObject({ resent: 0 });
      },
      LIMIT_MS,
    );

    test(
      'is found to the last of it, also where it was made days before it failed',
      async () => {
        const { runtime } = carvos.gateway;
        for (let n = 0; n < 60; n += 1) await carvos.call('POST', '/v1/candidates', { body: ADA });
        await updateAts(runtime, 'demo', { enabled: false });
        await carvos.work();
        carvos.clock.advance(3 * DAY_MS);
        await updateAts(runtime, 'demo', { enabled: true });
        const since = carvos.clock.now();
        carvos.receiver.script(...Array<ScriptedAnswer>(300).fill(500));
        for (const wait of [10 * MINUTE_MS, ...RUNGS]) {
          carvos.clock.advance(wait);
          while ((await carvos.after(SECOND_MS)) > 0);
        }
        expect(await recover(since, 50)).toEqual({ resent: 60, skipped: 0, batches: 2 });
      },
      LIMIT_MS,
    );

    test('what failed before, what was delivered, tests and other ATSs are left alone', async () => {
      const { runtime } = carvos.gateway;
      await pushAndExhaust();
      carvos.clock.advance(1);
      const since = carvos.clock.now();
      await push();
      carvos.receiver.script(500);
      await sendSandbox(runtime, 'demo', { event: 'candidate.created' });
      await createAts(runtime, { atsId: 'other', name: 'Other', webhookUrl: null });
      expect(await recover(since)).toEqual({ resent: 0, skipped: 0, batches: 1 });
      const [failed = ''] = await pushAndExhaust();
      expect(await recover(since)).toEqual({ resent: 1, skipped: 0, batches: 1 });
      expect(await delivery(failed)).toMatchObject({ state: 'delivered', ladder: 1 });
    });

    test('what was made before that time and failed after it is among it', async () => {
      carvos.receiver.script(...Array<ScriptedAnswer>(5).fill(500));
      await push();
      for (const rung of RUNGS) await carvos.after(rung);
      expect(await recover(carvos.clock.now() - MINUTE_MS)).toMatchObject({ resent: 1 });
    });
  });
});
