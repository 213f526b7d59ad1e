import { openDatabase } from '../../functions/shared/adapters/local/open-database.ts';
import { createSqliteStore } from '../../functions/shared/adapters/local/sqlite-store.ts';
import { paths } from '../../functions/shared/core/paths.ts';
import { type LogFilter, listDeliveryLog } from '../../functions/shared/flows/list-delivery-log.ts';
import type { ListPosition } from '../../functions/shared/flows/list-position.ts';
import type { Store, Write } from '../../functions/shared/ports/store.ts';
import { type BenchRow, median, round } from './figures.ts';
import {
  type LogEntriesOptions,
  logEntries,
  placeOf,
  RARE_STATUS,
  RARE_TOGETHER,
  referenceOf,
} from './log-entries.ts';

const SMALL = 1000;
const PAGE = 25;
const ROUNDS = 220;
const WARM_UP = 20;
const BATCH = 5000;

/** The clock stands still: only the time that a page takes is of interest. */
const NOW = 1_772_000_000_000;

export interface BenchLogPageOptions {
  dir: string;
  /** Entries in the long log. */
  records: number;
  progress: (text: string) => void;
}

/** A page that somebody looks at: what is asked for, and where it begins, in the middle of the log or at its end. */
interface Shape {
  filter: LogFilter | ((log: LogEntriesOptions) => LogFilter);
  isDeep?: true;
}

const RARE: LogFilter = { statusCode: RARE_STATUS };
const SHAPES: Readonly<Record<string, Shape>> = {
  newest: { filter: {} },
  deep: { filter: {}, isDeep: true },
  direction: { filter: { direction: 'incoming' } },
  outcome: { filter: { outcome: 'failure' } },
  event: { filter: { event: 'candidate.created' } },
  deep_event: { filter: { event: 'candidate.created' }, isDeep: true },
  status: { filter: { statusCode: RARE_TOGETHER.statusCode } },
  rare_status: { filter: RARE },
  combined: {
    filter: { direction: 'outgoing', outcome: 'success', event: 'candidate.created', statusCode: 200 },
  },
  rare_combined: { filter: RARE_TOGETHER },
  none_such: { filter: { direction: 'incoming', outcome: 'error' } },
  reference: { filter: (log) => ({ referenceId: referenceOf(log, log.count / 2) }) },
};

/**
 * Pages of the delivery log of one ATS that has very many entries, against the same pages of one that has 1,000. What is asked for
 * fills the page in both, also where it is rare in the long log.
 */
export async function benchLogPage({ dir, records, progress }: BenchLogPageOptions): Promise<BenchRow> {
  const db = openDatabase({ file: `${dir}/log-page.db`, durability: 'normal' });
  try {
    const store = createSqliteStore(db);
    const small = { atsId: 'small', count: SMALL, endsAt: NOW - 1, rareOneIn: 20, rareTogetherOneIn: 20 };
    const large = { ...small, atsId: 'large', count: records, rareOneIn: 1000, rareTogetherOneIn: 2000 };
    await fill(store, small, () => {});
    await fill(store, large, (done) => progress(`log page: ${done} of ${records} entries written`));
    const figures: Record<string, number> = {};
    for (const [name, shape] of Object.entries(SHAPES)) {
      Object.assign(figures, await measure(name, pageOf(store, shape, large), pageOf(store, shape, small)));
      progress(`log page, ${name}: ${figures[`${name}_ratio`]}×`);
    }
    return {
      name: 'log page',
      subject: `${PAGE} of ${records.toLocaleString('en')} entries of one ATS, by each filter`,
      yardstick: `the same of ${SMALL.toLocaleString('en')}`,
      ratios: [
        {
          name: 'time, the worst of all',
          value: Math.max(...Object.keys(SHAPES).map((name) => figures[`${name}_ratio`] ?? 0)),
          target: { atMost: 1.3 },
        },
      ],
      figures,
    };
  } finally {
    db.close();
  }
}

type Page = () => Promise<number>;

function pageOf(store: Store, { filter, isDeep }: Shape, log: LogEntriesOptions): Page {
  const asked = { atsId: log.atsId, ...(typeof filter === 'function' ? filter(log) : filter) };
  const after: ListPosition | undefined = isDeep && placeOf(log, Math.floor(log.count / 2));
  return async () => (await listDeliveryLog(store, asked, { limit: PAGE, after }, NOW)).entries.length;
}

async function measure(name: string, large: Page, small: Page): Promise<Record<string, number>> {
  const pairs: { large: number; small: number }[] = [];
  for (let count = 0; count < ROUNDS; count += 1) {
    const [of, ofSmall] = [await time(large), await time(small)];
    if (of.found !== ofSmall.found) throw new Error(`${name}: ${of.found} entries against ${ofSmall.found}`);
    pairs.push({ large: of.ms, small: ofSmall.ms });
  }
  const measured = pairs.slice(WARM_UP);
  return {
    [`${name}_ratio`]: round(median(measured.map((pair) => pair.large / pair.small))),
    [`${name}_ms`]: round(median(measured.map((pair) => pair.large)), 3),
    [`${name}_of_1000_ms`]: round(median(measured.map((pair) => pair.small)), 3),
  };
}

async function time(page: Page): Promise<{ ms: number; found: number }> {
  const started = performance.now();
  const found = await page();
  return { ms: performance.now() - started, found };
}

async function fill(store: Store, log: LogEntriesOptions, tell: (done: number) => void): Promise<void> {
  let writes: Write[] = [];
  let done = 0;
  for (const data of logEntries(log)) {
    if (done % 100_000 === 0) tell(done);
    writes.push({ type: 'create', path: paths.logEntry(data.entryId), data });
    done += 1;
    if (writes.length < BATCH && done < log.count) continue;
    await store.commit(writes);
    writes = [];
  }
}
