import { expect, test } from '@jest/globals';
import { systemClock } from './system-clock.ts';

test('the system clock tells whole milliseconds of the machine’s time', () => {
  const before = Date.now();
  const now = systemClock.now();

  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
  expect(Number.isInteger(now)).toBe(true);
});
