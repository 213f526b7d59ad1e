import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../functions/shared/core/duration.ts';
import { ConflictError, type Write } from '../functions/shared/ports/store.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

describe('a commit that took effect and comes back as refused', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start();
  });
  afterEach(() => carvos.stop());

  /** The first commit that `matches` takes effect, and its answer is lost. Returns how often that has happened. */
  function loseAnswer(matches: (write: Write) => boolean): () => number {
    const { store } = carvos.gateway.runtime;
    const { commit } = store;
    let lost = 0;
    store.commit = async (writes) => {
      const done = await commit(writes);
      if (lost > 0 || !writes.some(matches)) return done;
      lost += 1;
      throw new ConflictError();
    };
    return () => lost;
  }

  const changes = (collection: string, field: string) => (write: Write) =>
    write.type === 'update' &&
    write.path.startsWith(collection) &&
    field in write.set &&
    !('claimId' in write.set && write.set.claimId !== null);

  test('after a failed attempt: the next rung is not late', async () => {
    carvos.receiver.script(500, 500, 500);
    const lost = loseAnswer(changes('deliveries', 'attempts'));
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    expect(lost()).toBe(1);
    const before = carvos.receiver.received.length;
    expect(before).toBe(3);
    await carvos.after(MINUTE_MS);
    expect(carvos.receiver.received.length).toBe(6);
  });

  test('after a call that AI did not answer: the next call is not late', async () => {
    const { sender } = carvos.gateway.runtime;
    const { send } = sender;
    let calls = 0;
    sender.send = async (request) => {
      if (!request.url.endsWith('/v1/process')) return send(request);
      calls += 1;
      return { kind: 'error', failure: 'timeout', reason: '', durationMs: 0 };
    };
    const lost = loseAnswer((write) => changes('events', 'n')(write));
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    expect([lost(), calls]).toEqual([1, 1]);
    await carvos.after(5000);
    expect(calls).toBe(2);
  });

  test('after provisioning: its webhooks go out at once, once each', async () => {
    const lost = loseAnswer((write) => write.type === 'create' && write.path.includes('/members/'));
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    expect(lost()).toBe(1);
    expect(carvos.receiver.of('workspace.provisioned')).toHaveLength(1);
    expect(carvos.receiver.of('workspace.member_added')).toHaveLength(1);
  });

  test('after a claim: the attempt is made, once', async () => {
    const lost = loseAnswer(
      (write) => write.type === 'update' && 'claimId' in write.set && write.set.claimId !== null,
    );
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    expect(lost()).toBe(1);
    expect(carvos.receiver.received).toHaveLength(3);
  });
});

describe('sweep', () => {
  test('goes on past what fails, says so, and finds it again the next time', async () => {
    const carvos = await TestGateway.start();
    try {
      const { runtime } = carvos.gateway;
      const { enqueue } = runtime.queue;
      let away: 'all' | 'deliver' | 'none' = 'all';
      runtime.queue.enqueue = async (task) => {
        if (away === 'all' || (away === 'deliver' && task.queue === 'deliver'))
          throw new Error('the queue is away');
        return enqueue(task);
      };
      await carvos.call('POST', '/v1/candidates', { body: ADA });
      await carvos.call('POST', '/v1/candidates', { body: { ...ADA, candidate_id: 'c-2' } });
      away = 'deliver';
      carvos.clock.advance(3 * MINUTE_MS);
      await carvos.gateway.sweepOnce();
      // The events are handed to AI; the deliveries that this makes have no tasks.
      await carvos.work();
      expect(carvos.receiver.received).toEqual([]);
      await carvos.call('POST', '/v1/candidates', { body: { ...ADA, candidate_id: 'c-3' } });
      carvos.clock.advance(3 * MINUTE_MS);
      // Every delivery fails to be queued, and does not keep the event from being.
      await carvos.gateway.sweepOnce();
      away = 'none';
      for (let minutes = 0; minutes < 12; minutes += 1) {
        carvos.clock.advance(MINUTE_MS);
        await carvos.gateway.sweepOnce();
        await carvos.work();
      }
      expect(carvos.receiver.of('candidate.created')).toHaveLength(3);
      expect(carvos.receiver.received).toHaveLength(5);
    } finally {
      await carvos.stop();
    }
  });

  test('a task that could not be made does not put the next look off: the wait is doubled only for tasks made', async () => {
    const carvos = await TestGateway.start();
    try {
      const { queue, store } = carvos.gateway.runtime;
      const { enqueue } = queue;
      queue.enqueue = async () => {
        throw new Error('the queue is away');
      };
      await carvos.call('POST', '/v1/candidates', { body: ADA });
      for (let minutes = 0; minutes < 60; minutes += 1) {
        carvos.clock.advance(MINUTE_MS);
        await carvos.gateway.sweepOnce();
      }
      const [event] = await store.query<{ sweeps: number; sweepAt: number }>({
        collection: 'events',
        limit: 1,
      });
      expect(event?.data.sweeps).toBe(0);
      queue.enqueue = enqueue;
      for (let minutes = 0; minutes < 3; minutes += 1) {
        carvos.clock.advance(MINUTE_MS);
        await carvos.gateway.sweepOnce();
        await carvos.work();
      }
      expect(carvos.receiver.of('candidate.created')).toHaveLength(1);
    } finally {
      await carvos.stop();
    }
  });
});
