import { expect, test } from '@jest/globals';
import { summariseWeek } from './summarise-week.ts';

const day = { from: '', to: '', success: 0, failure: 0, error: 0, median_ms: null, p95_ms: null, sampled: 0 };

test('a week without webhooks says so', () => {
  expect(summariseWeek([day, day])).toBe('No webhook was sent in the last 7 days.');
});

test('a week is told in a sentence, and is not rounded up to perfect', () => {
  const days = [
    { ...day, success: 999, error: 1, p95_ms: 812.4 },
    { ...day, failure: 1 },
  ];
  expect(summariseWeek(days)).toBe(
    "1001 attempts in the last 7 days: 999 success (99 %), 1 failure, 1 error. The slowest day's p95 response time: 812 ms.",
  );
});
