import { expect, test } from '@jest/globals';
import { loadOfRate } from './load-of-rate.ts';

test('a rate of one event a second asks for what one typical event does', () => {
  expect(loadOfRate(1)).toEqual({
    eventsPerSecond: 1,
    documentReads: expect.closeTo(9.8),
    documentWrites: expect.closeTo(11.3),
    tasks: expect.closeTo(2.1),
    requests: expect.closeTo(3.1),
    busyInstances: expect.closeTo(0.031),
    dollarsPerDay: expect.closeTo((17.11 * 86_400) / 1e6, 2),
  });
});

test('everything grows with the rate, and by nothing else', () => {
  const [one, thousand] = [loadOfRate(1), loadOfRate(1000)];
  for (const [what, amount] of Object.entries(one)) {
    expect(thousand[what as keyof typeof thousand]).toBeCloseTo(amount * 1000, 5);
  }
});
