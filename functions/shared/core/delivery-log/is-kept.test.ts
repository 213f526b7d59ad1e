import { expect, test } from '@jest/globals';
import type { DeliveryLogEntry } from './delivery-log-entry.ts';
import { isKept } from './is-kept.ts';

test('an entry is shown up to the last millisecond before its time, and no longer', () => {
  const entry = { expireAt: 1000 } as DeliveryLogEntry;
  expect([998, 999, 1000, 1001].map((now) => isKept(entry, now))).toEqual([true, true, false, false]);
});
