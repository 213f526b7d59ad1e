import { expect, test } from '@jest/globals';
import { formatDay, formatTime, formatWeekday, relativeAge } from './format-time.ts';

test('a moment is told in the zone of the reader', () => {
  const iso = '2026-02-25T23:30:05.123Z';
  expect(formatTime(iso, 'en-GB', 'Europe/Amsterdam')).toBe('26 Feb 2026, 00:30:05');
  expect(formatDay(iso, 'en-GB', 'UTC')).toMatch(/^Wed,? 25 Feb$/);
});

test('the name of a day is its name alone, in every language', () => {
  const iso = '2026-02-25T12:00:00.000Z';
  const names = ['en-GB', 'hu', 'ja', 'ko'].map((locale) => formatWeekday(iso, locale, 'UTC'));
  expect(names).toEqual(['Wed', 'Sze', '水', '수']);
});

test('what is no time is shown as it came', () => {
  expect(formatTime('soon')).toBe('soon');
  expect(relativeAge('soon', 0)).toBe('');
});

test.each([
  [-59_999, '59 sec. ago'],
  [-60_000, '1 min. ago'],
  [-3_599_999, '59 min. ago'],
  [-3_600_000, '1 hr. ago'],
  [-86_400_000, 'yesterday'],
  [300_000, 'in 5 min.'],
  [0, 'now'],
])('%i ms from now is told in the largest unit that is full', (ms, words) => {
  const now = Date.UTC(2026, 1, 25);
  expect(relativeAge(new Date(now + ms).toISOString(), now, 'en')).toBe(words);
});
