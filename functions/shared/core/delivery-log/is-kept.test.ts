import { expect, test } from '@jest/globals';
import { RETENTION_MS } from '../limits.ts';
import type { DeliveryLogEntry } from './delivery-log-entry.ts';
import { isKept, keptFrom } from './is-kept.ts';

test('an entry is shown up to the last millisecond before its time, and no longer', () => {
  const entry = { expireAt: 1000 } as DeliveryLogEntry;
  expect([998, 999, 1000, 1001].map((now) => isKept(entry, now))).toEqual([true, true, false, false]);
});

test('what is kept, is kept from when the earliest entry happened that may be shown still', () => {
  const now = 10 * RETENTION_MS;
  const isShown = (createdAt: number) => isKept({ expireAt: createdAt + RETENTION_MS }, now);
  expect([keptFrom(now) - 1, keptFrom(now)].map(isShown)).toEqual([false, true]);
});
