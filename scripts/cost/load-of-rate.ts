import { costOfEvents, TYPICAL } from './cost-of-events.ts';
import { LIST_PRICES } from './list-prices.ts';

/** What a steady rate of events asks of each service, a second. */
export interface RateLoad {
  eventsPerSecond: number;
  documentReads: number;
  documentWrites: number;
  tasks: number;
  requests: number;
  /** Of the instances' one vCPU each, at the assumption of {@link TYPICAL}. */
  busyInstances: number;
  dollarsPerDay: number;
}

const DAY_SECONDS = 86_400;

/** The typical mix of events at that rate, from the calls that each flow makes. */
export function loadOfRate(eventsPerSecond: number): RateLoad {
  const lines = costOfEvents({ ...TYPICAL, events: eventsPerSecond }, LIST_PRICES);
  const countOf = (what: string) => lines.find((line) => line.what.startsWith(what))?.count ?? Number.NaN;
  return {
    eventsPerSecond,
    documentReads: countOf('document reads'),
    documentWrites: countOf('document writes'),
    tasks: countOf('task operations') / 2,
    requests: countOf('requests'),
    busyInstances: countOf('seconds of an instance'),
    dollarsPerDay: lines.reduce((sum, { dollars }) => sum + dollars, 0) * DAY_SECONDS,
  };
}
