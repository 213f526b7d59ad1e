import { openDatabase } from '../../functions/shared/adapters/local/open-database.ts';
import { createSqliteStore } from '../../functions/shared/adapters/local/sqlite-store.ts';
import { createDelivery } from '../../functions/shared/core/delivery/create-delivery.ts';
import { outgoingEventId } from '../../functions/shared/core/envelope.ts';
import { paths } from '../../functions/shared/core/paths.ts';
import { listDeliveries } from '../../functions/shared/flows/list-deliveries.ts';
import type { Store } from '../../functions/shared/ports/store.ts';
import { type BenchRow, median, round } from './figures.ts';

const SMALL = 1000;
const ROUNDS = 200;

export interface BenchLogPageOptions {
  dir: string;
  /** Deliveries in the large list. */
  records: number;
  progress: (text: string) => void;
}

/** A page of the deliveries of one ATS that has very many, against the same page of one that has 1,000. */
export async function benchLogPage({ dir, records, progress }: BenchLogPageOptions): Promise<BenchRow> {
  const db = openDatabase({ file: `${dir}/log-page.db`, durability: 'normal' });
  try {
    const store = createSqliteStore(db);
    await fill(store, 'small', SMALL, () => {});
    await fill(store, 'large', records, (done) =>
      progress(`log page: ${done} of ${records} deliveries written`),
    );
    const page = (atsId: string) => time(() => listDeliveries(store, { atsId, limit: 50 }));
    const pairs: { large: number; small: number }[] = [];
    for (let round_ = 0; round_ < ROUNDS; round_ += 1) {
      pairs.push({ large: await page('large'), small: await page('small') });
    }
    const measured = pairs.slice(20);
    return {
      name: 'log page',
      subject: `the newest 50 of ${records.toLocaleString('en')} deliveries of one ATS`,
      yardstick: `the same of ${SMALL.toLocaleString('en')}`,
      ratios: [
        {
          name: 'time',
          value: round(median(measured.map(({ large, small }) => large / small))),
          target: { atMost: 1.3 },
        },
      ],
      figures: {
        large_ms: round(median(measured.map(({ large }) => large)), 3),
        small_ms: round(median(measured.map(({ small }) => small)), 3),
      },
    };
  } finally {
    db.close();
  }
}

async function time(work: () => Promise<unknown[]>): Promise<number> {
  const started = performance.now();
  const found = await work();
  if (found.length !== 50) throw new Error(`a page of ${found.length}`);
  return performance.now() - started;
}

const BATCH = 5000;

async function fill(store: Store, atsId: string, count: number, tell: (done: number) => void): Promise<void> {
  const payload = Buffer.alloc(1000, 'x');
  for (let from = 0; from < count; from += BATCH) {
    const writes = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => {
      const deliveryId = outgoingEventId(`${atsId}-${from + index}`, 'candidate.created');
      const data = createDelivery(
        {
          deliveryId,
          atsId,
          clientId: 'c',
          referenceId: String(from + index),
          event: 'candidate.created',
          payload,
        },
        1_772_000_000_000 + from + index,
      );
      return { type: 'create', path: paths.delivery(deliveryId), data } as const;
    });
    await store.commit(writes);
    if (from % 100_000 === 0) tell(from);
  }
}
