import { beforeEach, expect, test } from '@jest/globals';
import { TestClock } from '../../../tests/support/test-clock.ts';
import { DISPATCH_DEADLINE_MS, INSTANCE_PLACES } from '../core/queues.ts';
import {
  createFairShare,
  FAIR_SHARE,
  type FairShare,
  MEDIUM_SHARE,
  QUICK_MS,
  type Turn,
} from './fair-share.ts';

const SLOW_MS = 2000;

let clock: TestClock;
let fairShare: FairShare;
let timers: (() => void)[];
beforeEach(() => {
  clock = new TestClock();
  timers = [];
  fairShare = createFairShare(
    {
      clock,
      startTimer: (_, ring) => {
        timers.push(ring);
        return () => {};
      },
    },
    SLOW_MS,
  );
});

const quick = { durationMs: 5, failed: false };
const medium = { durationMs: 1000, failed: false };
const timeout = { durationMs: 5000, failed: true };

async function enter(count: number, atsId = 'demo'): Promise<Turn[]> {
  const turns = await Promise.all(Array.from({ length: count }, () => fairShare.enter(atsId)));
  return turns.filter((turn) => turn !== undefined);
}

/** Lets it be known how the ATS answers. */
async function learn(result: typeof quick, atsId = 'demo'): Promise<void> {
  fairShare.enterAnyway(atsId).end(result);
}

test('an ATS that nothing is known of has its share, and what is above it waits for a proof', async () => {
  const [first] = await enter(FAIR_SHARE);
  const waiting = Promise.all([fairShare.enter('demo'), fairShare.enter('demo')]);
  expect(timers).toHaveLength(2);
  first?.end(quick);
  expect((await waiting).every((turn) => turn !== undefined)).toBe(true);
});

test('where none comes in time, or it comes out badly, what waited has no place', async () => {
  const turns = await enter(FAIR_SHARE);
  const waiting = [fairShare.enter('demo'), fairShare.enter('demo')];
  timers[0]?.();
  expect(await waiting[0]).toBeUndefined();
  turns[0]?.end(timeout);
  // A place was given back, which one of them may have.
  expect(await waiting[1]).toBeDefined();
  expect(await enter(1)).toEqual([]);
});

test('a place that is given back without a result goes to whoever has waited longest', async () => {
  const turns = await enter(FAIR_SHARE);
  const waiting = [fairShare.enter('demo'), fairShare.enter('demo')];
  turns[0]?.end();
  expect(await waiting[0]).toBeDefined();
  turns[1]?.end();
  expect(await waiting[1]).toBeDefined();
});

test('nobody waits long after the first began', async () => {
  await enter(FAIR_SHARE);
  clock.advance(300);
  expect(await enter(5)).toEqual([]);
  expect(timers).toEqual([]);
});

test('an ATS that is quick may have as much under way as there is', async () => {
  await learn(quick);
  expect(await enter(500)).toHaveLength(500);
});

test('a quick failure is quick: it holds up nobody', async () => {
  await learn({ durationMs: 5, failed: true });
  expect(await enter(500)).toHaveLength(500);
});

test('one that is neither quick nor slow leaves places to others', async () => {
  expect(MEDIUM_SHARE).toBeLessThan(INSTANCE_PLACES);
  for (const durationMs of [QUICK_MS, SLOW_MS - 1]) {
    const atsId = `takes ${durationMs} ms`;
    await learn({ durationMs, failed: false }, atsId);
    expect(await enter(500, atsId)).toHaveLength(MEDIUM_SHARE);
  }
});

test('one that is slow has its share, whether it fails or not, and others are not touched by it', async () => {
  for (const result of [timeout, { durationMs: SLOW_MS, failed: false }]) {
    const atsId = `fails: ${result.failed}`;
    await learn(result, atsId);
    expect(await enter(50, atsId)).toHaveLength(FAIR_SHARE);
  }
  await learn(quick, 'other');
  expect(await enter(50, 'other')).toHaveLength(50);
});

test('one that is quick now and then is judged by what it takes on average', async () => {
  for (let n = 0; n < 20; n += 1) await learn(n % 2 ? quick : timeout);
  expect(await enter(50)).toHaveLength(FAIR_SHARE);
});

test('one that was slow is quick again after a dozen quick answers', async () => {
  for (let n = 0; n < 20; n += 1) await learn(timeout);
  for (let n = 0; n < 5; n += 1) await learn(quick);
  expect(await enter(500)).toHaveLength(MEDIUM_SHARE);
  for (let n = 0; n < 8; n += 1) await learn(quick);
  expect(await enter(500)).toHaveLength(500);
});

test('one that was quick and answers no more counts as slow as soon as something takes too long', async () => {
  await learn(quick);
  const turns = await enter(MEDIUM_SHARE - 1);
  clock.advance(QUICK_MS);
  expect(await enter(5)).toHaveLength(1);
  clock.advance(SLOW_MS - QUICK_MS);
  expect(await enter(5)).toEqual([]);
  for (const turn of turns) turn.end(timeout);
  expect(await enter(50)).toHaveLength(FAIR_SHARE - 1);
});

test('a place is given back once, and without a result nothing is learnt', async () => {
  await learn(timeout);
  const turns = await enter(FAIR_SHARE);
  turns[0]?.end();
  turns[0]?.end(quick);
  expect(await enter(50)).toHaveLength(1);
});

test('what never ends gives its place back when its queue has given it up', async () => {
  await enter(FAIR_SHARE);
  clock.advance(DISPATCH_DEADLINE_MS - 1);
  expect(await enter(1)).toEqual([]);
  clock.advance(1);
  expect(await enter(FAIR_SHARE)).toHaveLength(FAIR_SHARE);
});

test('counts the slow failures in a row, also from a moment on: any other end begins anew', async () => {
  for (let count = 1; count <= 7; count += 1) {
    await learn(timeout);
    expect(fairShare.slowFailures('demo')).toBe(count);
    clock.advance(1);
  }
  expect(fairShare.slowFailures('demo', clock.now() - 2)).toBe(2);
  await learn(medium);
  expect(fairShare.slowFailures('demo')).toBe(0);
  expect(fairShare.slowFailures('nobody')).toBe(0);
});

test('forgets those that come by no more, and nobody who has something under way', async () => {
  await learn(timeout, 'idle');
  await learn(timeout, 'busy');
  const busy = await enter(FAIR_SHARE, 'busy');
  for (let n = 0; n < 1000; n += 1) await learn(quick, `ats-${n}`);
  expect(fairShare.slowFailures('idle')).toBe(0);
  expect(fairShare.slowFailures('busy')).toBe(1);
  expect(await enter(1, 'busy')).toEqual([]);
  expect(busy).toHaveLength(FAIR_SHARE);
});
