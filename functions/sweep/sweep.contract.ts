import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '../../tests/support/silent-log.ts';
import { TestClock } from '../../tests/support/test-clock.ts';
import { testIds } from '../../tests/support/test-ids.ts';
import { createDelivery } from '../shared/core/delivery/create-delivery.ts';
import type { Delivery } from '../shared/core/delivery/delivery.ts';
import { HOUR_MS, MINUTE_MS } from '../shared/core/duration.ts';
import { SWEEP_GRACE_MS } from '../shared/core/lease.ts';
import { paths } from '../shared/core/paths.ts';
import type { StoreHarness } from '../shared/ports/store.contract.ts';
import type { NewTask } from '../shared/ports/task-queue.ts';
import { sweep } from './sweep.ts';

const BATCH = 250;
const PATIENCE_MS = 120_000;

/** What `sweep` does on one store with a backlog of `count` deliveries. Each test is given an empty store by `open`. */
export function describeSweep(name: string, count: number, open: () => Promise<StoreHarness>): void {
  describe(`sweep, with ${count} overdue deliveries in ${name}`, () => {
    let harness: StoreHarness;
    let clock: TestClock;
    let tasks: NewTask[];
    beforeEach(async () => {
      harness = await open();
      clock = new TestClock();
      tasks = [];
      await addBacklog();
    }, PATIENCE_MS);
    afterEach(() => harness.close());

    async function addBacklog(): Promise<void> {
      const payload = Buffer.from('{}');
      const ids = Array.from({ length: count }, (_, n) => `evt-${(n * 7919) % count}`);
      while (ids.length > 0) {
        const writes = ids.splice(0, BATCH).map((deliveryId) => {
          const input = { deliveryId, atsId: 'acme', clientId: 'c', referenceId: 'r', event: 'e', payload };
          const data = createDelivery(input, clock.now());
          return { type: 'create', path: paths.delivery(deliveryId), data } as const;
        });
        await harness.store.commit(writes);
      }
      clock.advance(SWEEP_GRACE_MS);
    }

    const run = (store = harness.store) =>
      sweep({
        store,
        clock,
        ids: testIds(clock),
        log: silentLog,
        queue: { enqueue: async (task) => void tasks.push(task), ping: async () => {} },
      });

    /** The most tasks that were made for one delivery. */
    function mostTasks(): number {
      const counts = new Map<string, number>();
      for (const { task } of tasks) {
        const id = task.kind === 'deliver' ? task.deliveryId : '';
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return Math.max(...counts.values());
    }

    test(
      'makes one task for each; ten of them, a minute apart, three at the most where the backlog is merely queued',
      async () => {
        expect(await run()).toEqual({ events: 0, deliveries: count, failed: 0 });
        expect([tasks.length, mostTasks()]).toEqual([count, 1]);
        for (let sweeps = 1; sweeps < 10; sweeps += 1) {
          clock.advance(MINUTE_MS);
          await run();
        }
        expect(tasks.length).toBeLessThanOrEqual(3 * count);
        expect(mostTasks()).toBeLessThanOrEqual(3);
      },
      PATIENCE_MS,
    );

    test(
      'lets its tasks fall due a hundred a second, and looks at none again before its task has had its time',
      async () => {
        await run();
        const perSecond = Map.groupBy(tasks, ({ dueAt }) => dueAt);
        expect(Math.max(...[...perSecond.values()].map(({ length }) => length))).toBeLessThanOrEqual(100);
        const [last] = tasks.toSorted((a, b) => (b.dueAt ?? 0) - (a.dueAt ?? 0));
        const path = paths.delivery(last?.task.kind === 'deliver' ? last.task.deliveryId : '');
        const [delivery] = await harness.store.getAll<[Delivery]>(path);
        expect(delivery?.data.sweepAt).toBeGreaterThanOrEqual((last?.dueAt ?? 0) + SWEEP_GRACE_MS);
        clock.advance(SWEEP_GRACE_MS - 1);
        tasks.length = 0;
        await run();
        expect(tasks).toEqual([]);
      },
      PATIENCE_MS,
    );

    test(
      'twice at once makes one task for each all the same',
      async () => {
        const counts = await Promise.all([run(), run()]);
        expect(counts.map(({ deliveries }) => deliveries).reduce((a, b) => a + b)).toBe(count);
        expect([tasks.length, mostTasks()]).toEqual([count, 1]);
      },
      PATIENCE_MS,
    );

    test(
      'reads in pages of a bounded size, and leaves what its time does not suffice for to the next one',
      async () => {
        const { store } = harness;
        let largest = 0;
        const slow = {
          ...store,
          async query<T extends object>(query: Parameters<typeof store.query>[0]) {
            clock.advance(MINUTE_MS);
            const found = await store.query<T>(query);
            largest = Math.max(largest, found.length);
            return found;
          },
        };
        const { deliveries } = await run(slow);
        expect(largest).toBeLessThanOrEqual(100);
        expect(deliveries).toBeLessThan(count);
        clock.advance(HOUR_MS);
        await run();
        expect(new Set(tasks.map(({ task }) => (task.kind === 'deliver' ? task.deliveryId : ''))).size).toBe(
          count,
        );
      },
      PATIENCE_MS,
    );
  });
}
