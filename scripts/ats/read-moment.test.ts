import { expect, test } from '@jest/globals';
import { momentAt, readMoment } from './read-moment.ts';

const NOW = Date.UTC(2026, 1, 25, 12);

test.each([
  ['2h', NOW - 2 * 3_600_000],
  ['7d', NOW - 7 * 86_400_000],
  ['2026-02-25T02:00:00Z', Date.UTC(2026, 1, 25, 2)],
  ['2026-02-25T02:00Z', Date.UTC(2026, 1, 25, 2)],
  ['2026-02-25T02:00:00.5+01:00', Date.UTC(2026, 1, 25, 1, 0, 0, 500)],
])('%s is a moment', (text, expected) => {
  expect(momentAt(readMoment(text), NOW)).toBe(expected);
});

test.each(['', 'yesterday', '2026-02-25', '2026-02-25T02:00:00', '2026-13-01T00:00:00Z', '-2h', '2h ago'])(
  '%j is none',
  (text) => {
    expect(() => readMoment(text)).toThrow(/such as 30m, 2h or 7d|2026-02-25T02:00:00Z/);
  },
);
