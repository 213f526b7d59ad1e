import { describe, expect, test } from '@jest/globals';
import { plannedAnswer } from './planned-answer.ts';

const EVENT_IDS = Array.from({ length: 500 }, (_, index) => `evt_${index}`);

describe("the receiver's plan", () => {
  test('every delivery lands on its last rung at the latest, and stays landed', () => {
    for (const eventId of EVENT_IDS) {
      const statuses = Array.from({ length: 8 }, (_, index) => plannedAnswer('seed', eventId, index).status);
      const landed = statuses.indexOf(200);
      expect(landed).toBeLessThanOrEqual(4);
      expect(statuses.slice(landed).every((status) => status === 200)).toBe(true);
    }
  });

  test('it is the same for the same seed, and another for another', () => {
    const plan = (seed: string) => EVENT_IDS.map((eventId) => plannedAnswer(seed, eventId, 0));
    expect(plan('a')).toEqual(plan('a'));
    expect(plan('a')).not.toEqual(plan('b'));
  });

  test('most are taken at once, every rung comes up, and some answers are slow but in time', () => {
    const failures = EVENT_IDS.map(
      (eventId) =>
        [0, 1, 2, 3, 4].filter((index) => plannedAnswer('seed', eventId, index).status === 500).length,
    );
    expect(failures.filter((count) => count === 0).length).toBeGreaterThan(300);
    expect(new Set(failures)).toEqual(new Set([0, 1, 2, 3, 4]));
    const delays = EVENT_IDS.map((eventId) => plannedAnswer('seed', eventId, 0).delayMs);
    expect(delays.some((delayMs) => delayMs > 0)).toBe(true);
    expect(delays.every((delayMs) => delayMs === 0 || (delayMs >= 1000 && delayMs < 3000))).toBe(true);
  });
});
