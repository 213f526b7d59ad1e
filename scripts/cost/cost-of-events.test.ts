import { expect, test } from '@jest/globals';
import { costOfEvents, type Load } from './cost-of-events.ts';
import { LIST_PRICES } from './list-prices.ts';

const LOAD: Load = { events: 100_000, byWebhook: 0, merging: 0, failedAttempts: 0, instanceMsPerRequest: 0 };
const line = (load: Partial<Load>, what: string) =>
  costOfEvents({ ...LOAD, ...load }, LIST_PRICES).find((found) => found.what === what);

test('an event by REST that is delivered at once: 9 reads, 10 writes, 2 tasks', () => {
  expect(line({}, 'document reads')).toEqual({
    what: 'document reads',
    count: 900_000,
    dollars: expect.closeTo(0.27),
  });
  expect(line({}, 'document writes')).toMatchObject({ count: 1_000_000, dollars: expect.closeTo(0.9) });
  expect(line({}, 'task operations (created and dispatched)')).toMatchObject({ count: 400_000 });
  expect(line({}, 'requests to functions')).toMatchObject({ count: 300_000 });
});

test('merging webhooks and failing attempts cost more', () => {
  expect(line({ byWebhook: 1, merging: 1 }, 'document reads')?.count).toBe(1_100_000);
  expect(line({ failedAttempts: 1 }, 'requests to functions')?.count).toBe(400_000);
});
