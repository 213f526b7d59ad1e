import { describe, expect, test } from '@jest/globals';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { isReferenceId } from '../../core/reference-id.ts';
import { createSystemIds } from './system-ids.ts';

/** The first 48 bits of a UUID version 7 are its time. */
function timeOf(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
}

describe('system ids', () => {
  const clock = new TestClock();
  const ids = createSystemIds(clock);

  test('a reference id is a UUID version 7 with the time of the clock', () => {
    for (const ms of [0, 1, 1000, 86_400_000, -172_800_000]) {
      clock.advance(ms);
      const id = ids.referenceId();

      expect(isReferenceId(id)).toBe(true);
      expect(timeOf(id)).toBe(clock.now());
    }
  });

  test('reference ids of one millisecond are distinct, also in their random tail', () => {
    const drawn = Array.from({ length: 10_000 }, () => ids.referenceId());

    expect(new Set(drawn).size).toBe(10_000);
    expect(new Set(drawn.map((id) => id.slice(24))).size).toBe(10_000);
  });

  test('unique ids are random UUIDs', () => {
    const drawn = Array.from({ length: 10_000 }, () => ids.uniqueId());

    expect(new Set(drawn).size).toBe(10_000);
    expect(drawn[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test.each([0, 1, 12, 32])('random bytes come in the number asked for: %i', (count) => {
    expect(ids.randomBytes(count)).toHaveLength(count);
  });

  test('random bytes differ each time', () => {
    expect(ids.randomBytes(32).equals(ids.randomBytes(32))).toBe(false);
  });

  test('random numbers lie in [0, 1) and differ', () => {
    const drawn = Array.from({ length: 1000 }, () => ids.random());

    expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(drawn).size).toBeGreaterThan(900);
  });
});
