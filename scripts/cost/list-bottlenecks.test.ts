import { expect, test } from '@jest/globals';
import { listBottlenecks } from './list-bottlenecks.ts';

test("bottlenecks follow the code's own tables, the tightest first", () => {
  const found = listBottlenecks();
  const rates = Object.fromEntries(found.map(({ what, eventsPerSecond }) => [what, eventsPerSecond]));
  expect(rates).toMatchObject({
    'dispatches of `process`': 1000,
    'dispatches of `deliver`': 1000,
    'places of `process`': 800,
  });
  const sorted = found.map(({ eventsPerSecond }) => eventsPerSecond);
  expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
});
