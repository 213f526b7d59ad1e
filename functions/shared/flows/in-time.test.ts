import { expect, test } from '@jest/globals';
import { inTime, type StartTimer } from './in-time.ts';

/** One timer, rung by the test. */
function testTimer() {
  const timer = { ms: 0, ring: () => {}, isCalledOff: false };
  const startTimer: StartTimer = (ms, ring) => {
    Object.assign(timer, { ms, ring });
    return () => {
      timer.isCalledOff = true;
    };
  };
  return { timer, startTimer };
}

test('work that ends in time is passed on, and the timer called off', async () => {
  const { timer, startTimer } = testTimer();
  expect(await inTime({ startTimer }, 5000, Promise.resolve('done'))).toBe('done');
  expect(timer).toMatchObject({ ms: 5000, isCalledOff: true });
});

test('an error of the work is told as it is, and the timer called off', async () => {
  const { timer, startTimer } = testTimer();
  const error = new Error('of its own');
  await expect(inTime({ startTimer }, 5000, Promise.reject(error))).rejects.toBe(error);
  expect(timer.isCalledOff).toBe(true);
});

test('work that never ends is a 503 once the time is over', async () => {
  const { timer, startTimer } = testTimer();
  const answer = inTime({ startTimer }, 5000, new Promise(() => {}));
  timer.ring();
  await expect(answer).rejects.toMatchObject({
    code: 'unavailable',
    status: 503,
    cause: new Error('no end within 5000 ms'),
  });
});

test('work that fails after its time is over disturbs nobody', async () => {
  const { timer, startTimer } = testTimer();
  const { promise, reject } = Promise.withResolvers<never>();
  const answer = inTime({ startTimer }, 5000, promise);
  timer.ring();
  await expect(answer).rejects.toMatchObject({ code: 'unavailable' });
  // Unheard, it would end the process.
  reject(new Error('late'));
});
