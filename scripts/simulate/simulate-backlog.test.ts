import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { QUEUES } from '../../functions/shared/core/queues.ts';
import { RETRY_LADDER, rungQueue } from '../../functions/shared/core/retry-ladder.ts';
import { type Backlog, dispatchesPerSecond, simulateBacklog } from './simulate-backlog.ts';

const ONE: Backlog = { outageSeconds: 86_400, perSecond: 0, burst: 1, jitter: false, limits: false, seed: 1 };
const LADDER_SECONDS = RETRY_LADDER.map((ms) => ms / 1000);
const WHOLE = LADDER_SECONDS.reduce((sum, each) => sum + each, 0);
const secondsOf = (counts: readonly number[]) =>
  counts.flatMap((count, second) => (count > 0 ? [second] : []));

describe('the model of a backlog', () => {
  test("without jitter and limits an attempt of each rung is made at the very second of production's ladder, and then no more", () => {
    const { attempts, rungs, exhausted, delivered } = simulateBacklog(ONE);
    let at = 0;
    const moments = LADDER_SECONDS.map((wait) => (at += wait));
    expect(secondsOf(attempts)).toEqual(moments);
    expect(rungs.map((counts) => secondsOf(counts))).toEqual(moments.map((moment) => [moment]));
    expect([exhausted, delivered]).toEqual([1, 0]);
  });

  test.each([1, 2, 3])(
    'with jitter no attempt is early, and none more than 10 % and a second late (seed %i)',
    (seed) => {
      const { attempts } = simulateBacklog({ ...ONE, jitter: true, seed });
      const moments = secondsOf(attempts);
      const waits = moments.map((moment, index) => moment - (moments[index - 1] ?? 0));
      expect(waits).toHaveLength(LADDER_SECONDS.length);
      for (const [index, wait] of waits.entries()) {
        const rung = LADDER_SECONDS[index] ?? 0;
        expect(wait).toBeGreaterThanOrEqual(rung);
        expect(wait).toBeLessThanOrEqual(rung * 1.1 + 1);
      }
    },
  );

  test('an outage that is shorter than the ladder exhausts nothing, and one second more than the ladder does', () => {
    expect(simulateBacklog({ ...ONE, outageSeconds: WHOLE }).exhausted).toBe(0);
    expect(simulateBacklog({ ...ONE, outageSeconds: WHOLE + 1 }).exhausted).toBe(1);
  });

  test('with limits no queue dispatches more a second than core/queues.ts says, and what waits goes on later', () => {
    const burst = 50_000;
    const { rungs, longestQueue, exhausted } = simulateBacklog({ ...ONE, burst, limits: true });
    for (const [rung, counts] of rungs.entries()) {
      const { shards, maxDispatchesPerSecond } = QUEUES[rungQueue(rung)];
      expect(dispatchesPerSecond(rung)).toBe(shards * maxDispatchesPerSecond);
      expect(counts.every((count) => count <= shards * maxDispatchesPerSecond)).toBe(true);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(burst);
    }
    expect(longestQueue).toBeGreaterThan(0);
    expect(exhausted).toBe(burst);
  });

  test('whatever the outage, each webhook ends once, and makes one to five attempts', () => {
    const backlogs = fc.record({
      outageSeconds: fc.integer({ min: 0, max: 12_000 }),
      perSecond: fc.integer({ min: 0, max: 3 }),
      burst: fc.integer({ min: 0, max: 3000 }),
      jitter: fc.boolean(),
      limits: fc.boolean(),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(backlogs, (backlog) => {
        const { attempts, delivered, exhausted } = simulateBacklog(backlog);
        const total = backlog.burst + backlog.perSecond * backlog.outageSeconds;
        const made = attempts.reduce((sum, count) => sum + count, 0);
        expect(delivered + exhausted).toBe(total);
        expect(made).toBeGreaterThanOrEqual(total);
        expect(made).toBeLessThanOrEqual(total * RETRY_LADDER.length);
      }),
      { numRuns: 30 },
    );
  });

  test('the same seed gives the same load, and another one another', () => {
    const backlog = { ...ONE, burst: 500, jitter: true, limits: true };
    expect(simulateBacklog(backlog)).toEqual(simulateBacklog(backlog));
    expect(simulateBacklog({ ...backlog, seed: 2 }).attempts).not.toEqual(simulateBacklog(backlog).attempts);
  });

  test('jitter makes the busiest second after an outage many times smaller', () => {
    const busiestAfter = (jitter: boolean) => {
      const { attempts } = simulateBacklog({ ...ONE, outageSeconds: 3600, burst: 36_000, jitter });
      return attempts.slice(3600).reduce((most, count) => Math.max(most, count), 0);
    };
    expect(busiestAfter(false)).toBe(36_000);
    expect(busiestAfter(true)).toBeLessThan(36_000 / 100);
  });
});
