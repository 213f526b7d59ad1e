import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '../../tests/support/silent-log.ts';
import { TestClock } from '../../tests/support/test-clock.ts';
import { testIds } from '../../tests/support/test-ids.ts';
import { openDatabase } from '../shared/adapters/local/open-database.ts';
import { createSqliteStore } from '../shared/adapters/local/sqlite-store.ts';
import { createDelivery } from '../shared/core/delivery/create-delivery.ts';
import type { EndpointHealth } from '../shared/core/delivery/endpoint-health.ts';
import { MINUTE_MS } from '../shared/core/duration.ts';
import { paths } from '../shared/core/paths.ts';
import type { LogFields } from '../shared/ports/logger.ts';
import type { Store } from '../shared/ports/store.ts';
import { sweep } from './sweep.ts';

// Monitoring reads this line: its name, its fields and their units stay as they are, or infra/monitoring-metrics.tf changes too.
describe('the line sweep.finished', () => {
  let clock: TestClock;
  let store: Store;
  let close: () => void;
  beforeEach(() => {
    clock = new TestClock();
    const db = openDatabase({ file: ':memory:', durability: 'full' });
    store = createSqliteStore(db);
    close = () => db.close();
  });
  afterEach(() => close());

  async function addDelivery(deliveryId: string, atsId: string): Promise<void> {
    const payload = Buffer.from('{}');
    const input = { deliveryId, atsId, clientId: 'c', referenceId: 'r', event: 'e', payload };
    const data = createDelivery(input, clock.now());
    await store.commit([{ type: 'create', path: paths.delivery(deliveryId), data }]);
  }

  /** The fields of that line, of one run. */
  async function finished(over: Partial<Store> = {}): Promise<LogFields[]> {
    const lines: LogFields[] = [];
    const info = (event: string, fields: LogFields = {}) =>
      void (event === 'sweep.finished' && lines.push(fields));
    await sweep({
      store: { ...store, ...over },
      clock,
      ids: testIds(clock),
      log: { ...silentLog, info },
      queue: { enqueue: async () => {}, ping: async () => {} },
    });
    return lines;
  }

  test('is written once a run, with noughts where there was nothing to do', async () => {
    expect(await finished()).toEqual([
      {
        events: 0,
        deliveries: 0,
        failed: 0,
        eventOverdueSecondsMax: 0,
        deliveryOverdueSecondsMax: 0,
        slowDeliveryOverdueSecondsMax: 0,
        durationMs: 0,
      },
    ]);
  });

  test('tells how long past its due time the oldest delivery was, in seconds', async () => {
    await addDelivery('evt-old', 'acme');
    clock.advance(5 * MINUTE_MS);
    await addDelivery('evt-new', 'acme');
    clock.advance(3 * MINUTE_MS);
    expect(await finished()).toMatchObject([
      { deliveries: 2, deliveryOverdueSecondsMax: 480, slowDeliveryOverdueSecondsMax: 0 },
    ]);
  });

  test('keeps apart what waits for an unhealthy endpoint, which nobody is to be woken for', async () => {
    const health: EndpointHealth = { atsId: 'slow', state: 'unhealthy', since: clock.now(), reason: 'r' };
    await store.commit([{ type: 'create', path: paths.endpointHealth('slow'), data: health }]);
    await addDelivery('evt-slow', 'slow');
    clock.advance(10 * MINUTE_MS);
    expect(await finished()).toMatchObject([
      { deliveries: 1, deliveryOverdueSecondsMax: 0, slowDeliveryOverdueSecondsMax: 600 },
    ]);
  });

  test('is written also where the store is away, and counts what failed', async () => {
    const query = async () => {
      throw new Error('the store is away');
    };
    const [line] = await finished({ query });
    expect(line?.failed).toBeGreaterThan(0);
  });
});
