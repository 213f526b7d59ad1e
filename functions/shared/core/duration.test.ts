import { expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS, parseDuration, SECOND_MS } from './duration.ts';

test('units are milliseconds', () => {
  expect([SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS]).toEqual([1000, 60_000, 3_600_000, 86_400_000]);
});

test.each([
  ['500ms', 500],
  ['0s', 0],
  ['30s', 30_000],
  ['5m', 300_000],
  ['2h', 7_200_000],
  [' 1m\n', 60_000],
  ['007s', 7000],
])('%j is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  '',
  's',
  '5',
  '5 m',
  '1.5h',
  '-1s',
  '+1s',
  '1e3ms',
  '1d',
  '1M',
  '1h30m',
  '٥m',
  '1234567890s',
  'NaNms',
])('%j is not a duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
