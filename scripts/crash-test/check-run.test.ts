import { describe, expect, test } from '@jest/globals';
import type { Attempt } from '../../functions/shared/core/delivery/delivery.ts';
import { checkRun } from './check-run.ts';
import type { FinalDelivery, RunNotes, WebhookReceipt } from './run-notes.ts';

/** The first server was killed at 10 s, while it made attempt 2 of the delivery `climbs`; the second ended by itself. */
const KILLED_AT = 10_000;

const attempt = (number: number, at: number, statusCode: number): Attempt => ({
  claimId: `claim-${number}-${at}`,
  ladder: 0,
  number,
  at,
  durationMs: 100,
  outcome: statusCode === 200 ? 'success' : 'failure',
  statusCode,
  reason: null,
});

function delivery(deliveryId: string, event: string, attempts: Attempt[]): FinalDelivery {
  return {
    ...{ deliveryId, event, attempts, referenceId: `ref of ${deliveryId}`, clientId: 'client', userId: null },
    ...{ state: 'delivered', n: attempts.length, bodyHash: `bytes of ${deliveryId}` },
    settledAt: (attempts.at(-1)?.at ?? 0) + 105,
  };
}

function receipt(eventId: string, event: string, receivedAt: number, status: number): WebhookReceipt {
  const referenceId = `ref of ${eventId}`;
  const bodyHash = `bytes of ${eventId}`;
  return {
    eventId,
    event,
    referenceId,
    bodyHash,
    verified: true,
    receivedAt,
    answeredAt: receivedAt + 40,
    status,
  };
}

/** A run as it should be: three candidates, of which one climbs three rungs and is repeated once because of the kill. */
function goodRun() {
  const climbs = delivery('climbs', 'candidate.created', [
    attempt(1, 5000, 500),
    attempt(2, 70_000, 500),
    attempt(3, 72_100, 200),
  ]);
  const plain = delivery('plain', 'candidate.updated', [attempt(1, 6000, 200)]);
  const other = delivery('other', 'candidate.deleted', [attempt(1, 80_000, 200)]);
  const workspace = delivery('workspace', 'workspace.provisioned', [attempt(1, 5000, 200)]);
  const member = { ...delivery('member', 'workspace.member_added', [attempt(1, 5000, 200)]), userId: 'user' };
  const deliveries = [climbs, plain, other, workspace, member];
  const receipts = deliveries.flatMap(({ deliveryId, event, attempts }) =>
    attempts.map(({ at, statusCode }) => receipt(deliveryId, event, at + 50, statusCode ?? 0)),
  );
  const repeat = { ...receipt('climbs', 'candidate.created', 9000, 500), answeredAt: null };
  receipts.push(repeat);
  const candidates = [climbs, plain, other];
  const common = { source: 'rest', clientId: 'client', userId: 'user', at: 4000 } as const;
  return {
    notes: {
      ladder: [0, 1000, 2000, 3000, 4000],
      runs: [
        { startedAt: 1000, endedAt: KILLED_AT, killed: true },
        { startedAt: 11_000, endedAt: 90_000, killed: false },
      ],
      acceptances: candidates.map(({ deliveryId, event, referenceId }) => ({
        ...common,
        key: deliveryId,
        event,
        referenceId,
      })),
      refusals: [],
      receipts,
      final: {
        events: candidates.map(({ deliveryId, referenceId }) => ({
          referenceId,
          recordId: deliveryId,
          state: 'settled',
          outcome: 'success',
        })),
        deliveries,
        tasks: 0,
      },
    } satisfies RunNotes as RunNotes,
    climbs,
    plain,
    repeat,
  };
}

type GoodRun = ReturnType<typeof goodRun>;

/** The names of the checks that fail once the notes of a good run have been doctored. */
function failedChecks(doctor: (run: GoodRun) => void): string[] {
  const run = goodRun();
  doctor(run);
  const { checks } = checkRun(run.notes);
  return checks.filter(({ problems }) => problems.length > 0).map(({ name }) => name);
}

const receiptsOf = ({ notes }: GoodRun, eventId: string) =>
  notes.receipts.filter((one) => one.eventId === eventId).sort((a, b) => a.receivedAt - b.receivedAt);

function move(run: GoodRun, number: number, ms: number): void {
  const moved = run.climbs.attempts[number - 1] as Attempt;
  const own = receiptsOf(run, 'climbs').find(({ receivedAt }) => receivedAt === moved.at + 50);
  if (own) Object.assign(own, { receivedAt: own.receivedAt + ms, answeredAt: (own.answeredAt ?? 0) + ms });
  moved.at += ms;
}

const LOST = 'one candidate webhook for each 202, delivered and received';
const IDS = 'one reference id for each Idempotency-Key or event_id';
const EVENTS = 'one settled event for each 202';
const ENDED = 'every delivery has ended as delivered';
const LEFT = 'no event, delivery or task is left';
const SKIPPED = 'no rung skipped';
const EARLY = 'no rung early';
const ANSWERS = 'every recorded attempt was received and answered so';
const REPEATS = 'every repeat is explained by a kill';
const CLAIM = 'nothing is sent again while its claim lasts';
const BYTES = 'every receipt of an event_id has the same bytes';
const ONCE = 'each client and user announced once';
const SIGNED = 'every webhook received is signed and known';
const ANSWERED = 'every request was answered 202 in the end';

describe('what the crash test checks', () => {
  test('a good run has no problems, and its figures add up', () => {
    const { checks, figures, lost } = checkRun(goodRun().notes);
    expect(checks.flatMap(({ problems }) => problems)).toEqual([]);
    expect(lost).toEqual([]);
    expect(figures).toEqual({
      kills: 1,
      eventsAccepted: 3,
      webhooksDelivered: 5,
      attempts: 7,
      received: 8,
      repeats: 1,
      repeatsExplained: 1,
      killsWithRepeats: 1,
      slowestRecoveryMs: 76_050,
    });
  });

  test.each<[string, (run: GoodRun) => void, string[]]>([
    ['a request that was refused', ({ notes }) => notes.refusals.push('rest a: 409'), [ANSWERED]],
    [
      'two reference ids for one key',
      ({ notes }) => {
        Object.assign(notes.acceptances[1] ?? {}, { key: 'climbs' });
      },
      [IDS],
    ],
    [
      'one reference id for two keys',
      ({ notes }) => {
        notes.acceptances.push({
          ...(notes.acceptances[0] as (typeof notes.acceptances)[0]),
          key: 'another',
        });
      },
      [IDS],
    ],
    [
      'an event accepted twice, of which the sender knows once',
      ({ notes }) => {
        notes.final.events.push({
          referenceId: 'x',
          recordId: 'plain',
          state: 'settled',
          outcome: 'success',
        });
      },
      [EVENTS],
    ],
    ['an event that is gone', ({ notes }) => void notes.final.events.shift(), [EVENTS]],
    [
      'an event that was given up',
      ({ notes }) => Object.assign(notes.final.events[0] ?? {}, { outcome: 'error' }),
      [EVENTS],
    ],
    [
      'an event that still waits',
      ({ notes }) => Object.assign(notes.final.events[0] ?? {}, { state: 'accepted', outcome: null }),
      [EVENTS, LEFT],
    ],
    ['a task left over', ({ notes }) => Object.assign(notes.final, { tasks: 1 }), [LEFT]],
    [
      'an event without its delivery',
      (run) => {
        run.notes.final.deliveries = run.notes.final.deliveries.filter((one) => one !== run.plain);
        run.notes.receipts = run.notes.receipts.filter(({ eventId }) => eventId !== 'plain');
      },
      [LOST],
    ],
    [
      'an event with two deliveries',
      ({ notes, plain }) => {
        notes.final.deliveries.push({ ...plain, deliveryId: 'twin', bodyHash: 'bytes of twin' });
        notes.receipts.push({
          ...receipt('twin', plain.event, 6050, 200),
          referenceId: plain.referenceId,
        });
      },
      [LOST],
    ],
    [
      'a delivery of another event than came in',
      ({ plain }) => Object.assign(plain, { event: 'candidate.created' }),
      [LOST],
    ],
    [
      'a delivery that was given up',
      ({ plain }) =>
        Object.assign(plain, {
          state: 'exhausted',
          attempts: plain.attempts.map((one) => ({ ...one, outcome: 'error' })),
        }),
      [LOST, ENDED],
    ],
    [
      'a delivery that is said to be delivered, and never came',
      ({ notes }) => {
        notes.receipts = notes.receipts.filter(({ eventId }) => eventId !== 'plain');
      },
      [LOST, ANSWERS],
    ],
    [
      'an attempt that is written down otherwise than it was answered',
      ({ climbs }) => Object.assign(climbs.attempts[1] ?? {}, { statusCode: 503 }),
      [ANSWERS],
    ],
    [
      'a wrong signature',
      (run) => Object.assign(receiptsOf(run, 'climbs')[0] ?? {}, { verified: false }),
      [SIGNED],
    ],
    [
      'differing bytes',
      (run) => Object.assign(receiptsOf(run, 'climbs')[1] ?? {}, { bodyHash: 'other bytes' }),
      [BYTES],
    ],
    [
      'a skipped rung',
      ({ climbs }) => {
        climbs.attempts[2] = { ...(climbs.attempts[2] as Attempt), number: 4 };
      },
      [SKIPPED],
    ],
    [
      'an attempt that is written down twice',
      ({ climbs }) => Object.assign(climbs.attempts[1] ?? {}, { number: 1 }),
      [SKIPPED],
    ],
    [
      'an attempt after the success',
      ({ climbs }) => Object.assign(climbs.attempts[0] ?? {}, { outcome: 'success' }),
      [SKIPPED],
    ],
    ['a rung that is early', (run) => move(run, 3, -100), [EARLY]],
    [
      'a repeat that comes before its rung',
      ({ repeat }) => Object.assign(repeat, { receivedAt: 6000 }),
      [EARLY],
    ],
    [
      'a repeat after which there was time to write it down',
      ({ repeat }) => Object.assign(repeat, { receivedAt: 8000, answeredAt: 8010 }),
      [REPEATS],
    ],
    [
      'a repeat of a server that was not killed',
      (run) => {
        run.notes.receipts.push(receipt('plain', run.plain.event, 20_000, 200));
      },
      [REPEATS],
    ],
    [
      'two repeats of one delivery for one kill',
      ({ notes, repeat }) => {
        notes.receipts.push({ ...repeat, receivedAt: 9500 });
      },
      [REPEATS, CLAIM],
    ],
    [
      'a worker that does not respect the claim of a dead one',
      (run) => move(run, 2, 12_000 - 70_000),
      [CLAIM],
    ],
    [
      'a second send while the first is under way',
      (run) => {
        run.notes.receipts.push({ ...receipt('other', 'candidate.deleted', 80_060, 200), answeredAt: null });
      },
      [EARLY, REPEATS],
    ],
    [
      'a client announced twice',
      ({ notes }) => {
        const [again] = notes.final.deliveries.filter(({ event }) => event === 'workspace.provisioned');
        notes.final.deliveries.push({
          ...(again as FinalDelivery),
          deliveryId: 'again',
          bodyHash: 'bytes of again',
        });
        notes.receipts.push({
          ...receipt('again', 'workspace.provisioned', 5050, 200),
          referenceId: again?.referenceId ?? '',
        });
      },
      [ONCE],
    ],
    [
      'a member that was never announced',
      ({ notes }) => {
        notes.final.deliveries = notes.final.deliveries.filter(({ deliveryId }) => deliveryId !== 'member');
        notes.receipts = notes.receipts.filter(({ eventId }) => eventId !== 'member');
      },
      [ONCE],
    ],
  ])('%s is found', (_, doctor, names) => {
    expect(new Set(failedChecks(doctor))).toEqual(new Set(names));
  });

  test('says which 202s were lost', () => {
    const run = goodRun();
    run.notes.final.deliveries = run.notes.final.deliveries.filter((one) => one !== run.plain);
    expect(checkRun(run.notes).lost).toEqual(['ref of plain']);
  });

  test('what the dead server had sent, and the receiver noted just after the kill, is explained by it', () => {
    expect(failedChecks(({ repeat }) => Object.assign(repeat, { receivedAt: KILLED_AT + 20 }))).toEqual([]);
  });
});
