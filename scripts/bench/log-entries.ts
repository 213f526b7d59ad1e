import { createHash } from 'node:crypto';
import { createLogEntry } from '../../functions/shared/core/delivery-log/create-log-entry.ts';
import type { DeliveryLogEntry } from '../../functions/shared/core/delivery-log/delivery-log-entry.ts';
import { OUTGOING_EVENTS } from '../../functions/shared/core/outgoing-events.ts';
import { recordEventNames } from '../../functions/shared/core/records/record-types.ts';
import { seededRandom } from '../seeded-random.ts';

export interface LogEntriesOptions {
  atsId: string;
  count: number;
  /** Epoch ms of the newest. */
  endsAt: number;
  /** One in so many has {@link RARE_STATUS}, and one in so many {@link RARE_TOGETHER}. */
  rareOneIn: number;
  rareTogetherOneIn: number;
}

type Answer = Pick<DeliveryLogEntry, 'direction' | 'outcome' | 'statusCode'>;

/** A status that nothing else has. */
export const RARE_STATUS = 410;

/** An event and a status that are common, each with others. */
export const RARE_TOGETHER = { event: 'meeting.notes_ready', statusCode: 503 } as const;

/** Between an entry and the next: a million are spread over 5.8 days. */
const STEP_MS = 500;

/** One comes in, and is sent. */
const ENTRIES_OF_A_REFERENCE = 2;

/** How webhooks end, each with its weight. */
const ANSWERS: readonly (readonly [number, Answer])[] = [
  [48, { direction: 'outgoing', outcome: 'success', statusCode: 200 }],
  [6, { direction: 'outgoing', outcome: 'success', statusCode: 204 }],
  [2, { direction: 'outgoing', outcome: 'failure', statusCode: 500 }],
  [4, { direction: 'outgoing', outcome: 'failure', statusCode: 503 }],
  [1, { direction: 'outgoing', outcome: 'failure', statusCode: 404 }],
  [5, { direction: 'outgoing', outcome: 'error', statusCode: null }],
  [31, { direction: 'incoming', outcome: 'success', statusCode: 202 }],
  [2, { direction: 'incoming', outcome: 'failure', statusCode: 422 }],
  [1, { direction: 'incoming', outcome: 'failure', statusCode: 409 }],
];
const ALL_WEIGHTS = ANSWERS.reduce((sum, [weight]) => sum + weight, 0);

/** A log as a busy ATS has it, oldest first; the same for the same options. */
export function* logEntries(options: LogEntriesOptions): Generator<DeliveryLogEntry> {
  const { atsId, count, rareOneIn, rareTogetherOneIn } = options;
  const random = seededRandom(atsId);
  for (let n = 0; n < count; n += 1) {
    const kind = commonKind(random);
    if (n % rareOneIn === 1) Object.assign(kind, failed(RARE_STATUS));
    if (n % rareTogetherOneIn === 2)
      Object.assign(kind, failed(RARE_TOGETHER.statusCode), { event: RARE_TOGETHER.event });
    yield entryOf(options, n, kind);
  }
}

/** The reference id of an entry. */
export function referenceOf({ atsId }: LogEntriesOptions, n: number): string {
  const pair = Math.floor(n / ENTRIES_OF_A_REFERENCE);
  const clock = pair.toString(16).padStart(12, '0');
  const tail = hashOf(`${atsId} ${pair}`);
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(6, 18)}`;
}

/** Where an entry stands in the list. */
export function placeOf({ atsId, count, endsAt }: LogEntriesOptions, n: number) {
  return { createdAt: endsAt - (count - 1 - n) * STEP_MS, id: hashOf(`${atsId} entry ${n}`) };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function commonKind(random: () => number): Answer & { event: string } {
  const answer = weighted(random());
  const events =
    answer.direction === 'incoming' ? recordEventNames() : OUTGOING_EVENTS.map(({ event }) => event);
  const event = events[Math.floor(random() * events.length)] as string;
  const isRare = event === RARE_TOGETHER.event && answer.statusCode === RARE_TOGETHER.statusCode;
  return isRare ? { ...answer, event, statusCode: 500 } : { ...answer, event };
}

function weighted(share: number): Answer {
  let left = share * ALL_WEIGHTS;
  for (const [weight, answer] of ANSWERS) {
    left -= weight;
    if (left < 0) return answer;
  }
  throw new Error('a share is below 1');
}

function failed(statusCode: number): Answer {
  return { direction: 'outgoing', outcome: 'failure', statusCode };
}

const BODY = Buffer.alloc(1000, 'x');
const RESPONSE = { body: Buffer.from('{"received":true}'), truncated: false };

function entryOf(log: LogEntriesOptions, n: number, kind: Answer & { event: string }): DeliveryLogEntry {
  const referenceId = referenceOf(log, n);
  const { createdAt, id } = placeOf(log, n);
  return createLogEntry({
    ...kind,
    entryId: id,
    atsId: log.atsId,
    referenceId,
    createdAt,
    test: false,
    durationMs: 120,
    reason: kind.outcome === 'success' ? null : `The endpoint answered ${kind.statusCode}`,
    eventId: `evt_${n}`,
    clientId: 'acme',
    attempt: kind.direction === 'outgoing' ? 1 : null,
    requestHeaders: {
      'content-type': 'application/json',
      'user-agent': 'CarvOS-Webhooks/1.0',
      host: 'ats.example',
      'x-carvos-event': kind.event,
      'x-carv-causation-id': referenceId,
    },
    signature: `t=${Math.floor(createdAt / 1000)},v1=${'0'.repeat(64)}`,
    body: BODY,
    responseHeaders: { 'content-type': 'application/json', 'content-length': '17' },
    response: kind.statusCode === null ? null : RESPONSE,
  });
}
