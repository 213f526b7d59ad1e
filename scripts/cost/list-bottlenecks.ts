import { LOG_SHARDS } from '../../functions/shared/core/delivery-log/create-log-entry.ts';
import { QUEUES, type QueueName } from '../../functions/shared/core/queues.ts';
import { SWEEP_SHARDS } from '../../functions/shared/core/shard.ts';
import { TYPICAL } from './cost-of-events.ts';

/** What takes no more than so many events a second. */
export interface Bottleneck {
  what: string;
  eventsPerSecond: number;
  /** How the figure comes about. */
  because: string;
  remedy: string;
}

/** Firestore slows down where an index grows at one end only by more entries a second. */
const HOT_END_PER_SECOND = 500;

/** An AI call and an attempt of a webhook that take as long as one hopes for. */
const AI_CALL_SECONDS = 0.5;
const ATTEMPT_SECONDS = 0.2;

/** An event or a delivery is entered into the index of `sweepAt` as it is made and as it is claimed. */
const SWEEP_ENTRIES = 2;

/** What CarvOS's own tables bound, the tightest first. */
export function listBottlenecks(): Bottleneck[] {
  const { byWebhook, failedAttempts } = TYPICAL;
  const attempts = 1 + failedAttempts;
  const logEntries = attempts + byWebhook;
  const all: Bottleneck[] = [
    {
      what: 'one ATS alone',
      eventsPerSecond: HOT_END_PER_SECOND / logEntries,
      because: `its entries of the delivery log lie at one end of one index: ${HOT_END_PER_SECOND} / ${logEntries.toFixed(1)} an event`,
      remedy: 'a shard before the time in the indexes that begin with the ATS; lists then merge them',
    },
    {
      what: 'places of `process`',
      eventsPerSecond: placesOf('process') / AI_CALL_SECONDS,
      because: `${placesOf('process')} calls at once of ${AI_CALL_SECONDS} s each`,
      remedy: '`maxConcurrentDispatches` and `shards` in core/queues.ts, and what the AI service takes',
    },
    {
      what: 'dispatches of `process`',
      eventsPerSecond: rateOf('process'),
      because: `${rateOf('process')} a second, all shards together`,
      remedy: '`maxDispatchesPerSecond` (500 at most) and `shards` in core/queues.ts',
    },
    {
      what: 'dispatches of `deliver`',
      eventsPerSecond: rateOf('deliver'),
      because: `${rateOf('deliver')} first attempts a second; later ones have queues of their own`,
      remedy: 'the same',
    },
    {
      what: 'all entries of the delivery log',
      eventsPerSecond: (LOG_SHARDS * HOT_END_PER_SECOND) / logEntries,
      because: `${LOG_SHARDS} shards × ${HOT_END_PER_SECOND} / ${logEntries.toFixed(1)} an event`,
      remedy: '`LOG_SHARDS`: old entries are found for as long as the larger number is read',
    },
    {
      what: 'places of `deliver`',
      eventsPerSecond: placesOf('deliver') / ATTEMPT_SECONDS,
      because: `${placesOf('deliver')} attempts at once of ${ATTEMPT_SECONDS} s each`,
      remedy: 'as of `process`',
    },
    {
      what: "`sweep`'s index",
      eventsPerSecond: (SWEEP_SHARDS * HOT_END_PER_SECOND) / SWEEP_ENTRIES,
      because: `${SWEEP_SHARDS} shards × ${HOT_END_PER_SECOND} / ${SWEEP_ENTRIES} entries of a document`,
      remedy: '`SWEEP_SHARDS`, the same way; its empty look then reads as many documents more',
    },
  ];
  return all.toSorted((a, b) => a.eventsPerSecond - b.eventsPerSecond);
}

function rateOf(queue: QueueName): number {
  return QUEUES[queue].shards * QUEUES[queue].maxDispatchesPerSecond;
}

function placesOf(queue: QueueName): number {
  return QUEUES[queue].shards * QUEUES[queue].maxConcurrentDispatches;
}
