import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { TestClock } from '../../../tests/support/test-clock.ts';
import { testIds } from '../../../tests/support/test-ids.ts';
import type { AcceptedEvent } from '../core/accepted-event.ts';
import type { Ats } from '../core/ats.ts';
import { paths } from '../core/paths.ts';
import type { Receipt } from '../core/receipt.ts';
import { candidate } from '../core/records/candidate.ts';
import type { RecordAction } from '../core/records/record-type.ts';
import type { StoredRecord } from '../core/stored-record.ts';
import type { StoreHarness } from '../ports/store.contract.ts';
import { ConflictError, type Store } from '../ports/store.ts';
import type { NewTask } from '../ports/task-queue.ts';
import { type AcceptInput, acceptEvent } from './accept-event.ts';
import { claim } from './claim.ts';
import { recordChange } from './record-change.ts';
import { settleAcceptedEvent } from './settle-accepted-event.ts';

/** How a commit goes wrong: the client library repeats one that took effect, and it comes back refused; or nothing is known. */
type Fault = 'refused after it took effect' | 'refused' | 'failed';

/**
 * What the flows do on one store when a commit's answer is lost, a claim is, or a receipt has expired. Each test is given an empty
 * store by `open`.
 */
export function describeLostAnswers(name: string, open: () => Promise<StoreHarness>): void {
  describe(`a commit to ${name} whose answer is lost`, () => {
    let harness: StoreHarness;
    let store: Store;
    let faults: Fault[];
    let tasks: NewTask[];
    beforeEach(async () => {
      harness = await open();
      faults = [];
      tasks = [];
      const real = harness.store;
      store = {
        ...real,
        async commit(writes) {
          const fault = faults.shift();
          if (fault === 'failed') throw new Error('the connection was lost');
          if (fault === 'refused') throw new ConflictError();
          const done = await real.commit(writes);
          if (fault === 'refused after it took effect') throw new ConflictError();
          return done;
        },
      };
    });
    afterEach(() => harness.close());

    const log = silentLog;
    const clock = new TestClock();
    const deps = () => ({
      store,
      clock,
      log,
      ids: testIds(clock),
      queue: { enqueue: async (task: NewTask) => void tasks.push(task), ping: async () => {} },
    });

    const change = (action: RecordAction) =>
      recordChange({
        atsId: 'acme',
        clientId: 'c',
        recordType: candidate,
        action,
        recordId: 'r',
        body: { first_name: 'Ada', last_name: 'Lovelace' },
        mustExist: false,
      });

    const input = (fields: Partial<AcceptInput> = {}): AcceptInput => ({
      ats: { atsId: 'acme' } as Ats,
      source: 'rest',
      type: 'candidate.created',
      clientId: 'c',
      userId: 'u',
      recordId: 'r',
      change: change('created'),
      receipt: {
        path: paths.receipt('acme', 'k'),
        contentHash: 'h',
        memoryMs: 1e6,
        reused: 'event_id_reused',
      },
      read: { receipt: undefined, record: undefined },
      ...fields,
    });

    const events = () => store.query<AcceptedEvent>({ collection: 'events', limit: 10 });

    async function accepted() {
      const referenceId = await acceptEvent(deps(), input());
      const [event] = await store.getAll<[AcceptedEvent]>(paths.event(referenceId));
      if (event === undefined) throw new Error('there is no event');
      tasks = [];
      return event;
    }

    test.each(['created', 'updated', 'deleted'] as const)(
      'accepting (%s) recognises its own event',
      async (action) => {
        faults = ['refused after it took effect'];
        const referenceId = await acceptEvent(
          deps(),
          input({ type: `candidate.${action}`, change: change(action) }),
        );
        expect((await events()).map(({ data }) => data.referenceId)).toEqual([referenceId]);
        expect(tasks).toHaveLength(1);
      },
    );

    test('accepting tries again when it really was refused, and answers 503 when nothing is known', async () => {
      faults = ['refused', 'refused'];
      await acceptEvent(deps(), input());
      expect(await events()).toHaveLength(1);
      faults = ['failed'];
      await expect(acceptEvent(deps(), input())).rejects.toMatchObject({ code: 'unavailable' });
      expect(await events()).toHaveLength(1);
    });

    test('accepting is done also when the task cannot be created', async () => {
      const queue = { ...deps().queue, enqueue: () => Promise.reject(new Error('the queue is away')) };
      await acceptEvent({ ...deps(), queue }, input());
      const [event] = await events();
      expect(event?.data.sweepAt).toBeGreaterThan(clock.now());
    });

    test('a claim recognises itself by its id, and its version is the one to write on', async () => {
      const event = await accepted();
      faults = ['refused after it took effect'];
      const claimed = await claim(deps(), event);
      const [stored] = await store.getAll<[AcceptedEvent]>(event.path);
      expect(claimed?.version).toBe(stored?.version);
      expect(claimed?.data.claimId).toBe(stored?.data.claimId);
    });

    test('a claim that another worker was faster with is not had', async () => {
      const event = await accepted();
      const [first, second] = await Promise.all([claim(deps(), event), claim(deps(), event)]);
      expect([first, second].filter(Boolean)).toHaveLength(1);
    });

    test('settling recognises its own result, and creates the task of the delivery', async () => {
      const event = await accepted();
      faults = ['refused after it took effect'];
      const result = { status: 'success', data: { score: 1 } } as const;
      expect(await settleAcceptedEvent(deps(), event, result)).toBe(true);
      expect(tasks.map(({ queue }) => queue)).toEqual(['deliver']);
      expect(await store.query({ collection: 'deliveries', limit: 10 })).toHaveLength(1);
    });

    test('settling an event that somebody else has claimed writes nothing', async () => {
      const event = await accepted();
      await claim(deps(), event);
      const result = { status: 'success', data: {} } as const;
      expect(await settleAcceptedEvent(deps(), event, result)).toBe(false);
      expect(await store.query({ collection: 'deliveries', limit: 10 })).toEqual([]);
    });

    test('a record deleted while its result is being written is not overlaid', async () => {
      const event = await accepted();
      const { getAll } = store;
      const recordPath = paths.record('acme', 'c', 'candidates', 'r');
      // The deletion comes in just after the record was read.
      store.getAll = (async (...asked: string[]) => {
        const found = await getAll(...asked);
        if (asked.includes(recordPath)) {
          store.getAll = getAll;
          await acceptEvent(
            deps(),
            input({
              type: 'candidate.deleted',
              change: change('deleted'),
              receipt: { ...receipt(), path: paths.receipt('acme', 'k2') },
            }),
          );
        }
        return found;
      }) as Store['getAll'];
      expect(await settleAcceptedEvent(deps(), event, { status: 'success', data: { score: 1 } })).toBe(true);
      expect(await store.getAll(recordPath, paths.overlay(recordPath))).toEqual([undefined, undefined]);
      expect(await store.query({ collection: 'deliveries', limit: 10 })).toHaveLength(1);
    });

    test('a result for an older version leaves the overlay of a newer one alone', async () => {
      const older = await accepted();
      const newerId = await acceptEvent(
        deps(),
        input({ receipt: { ...receipt(), path: paths.receipt('acme', 'k2') } }),
      );
      const [newer] = await store.getAll<[AcceptedEvent]>(paths.event(newerId));
      const settle = (event: typeof older, score: number) =>
        settleAcceptedEvent(deps(), event, { status: 'success', data: { score } });
      await settle(newer as typeof older, 2);
      await settle(older, 1);
      const recordPath = paths.record('acme', 'c', 'candidates', 'r');
      const [overlay] = await store.getAll<[StoredRecord]>(paths.overlay(recordPath));
      expect(overlay?.data.version).toBe(newerId);
      expect(Buffer.from(overlay?.data.payload ?? []).toString()).toContain('"score":2');
      expect(await store.query({ collection: 'deliveries', limit: 10 })).toHaveLength(2);
    });

    function receipt() {
      const { receipt: made } = input();
      if (made === undefined) throw new Error('there is no receipt');
      return made;
    }

    test('a receipt past its time counts as absent: one of many repeats takes its place, and all answer with that one', async () => {
      const first = await acceptEvent(deps(), input({ receipt: { ...receipt(), memoryMs: -1 } }));
      const [expired] = await store.getAll<[Receipt]>(receipt().path);

      const again = await Promise.all(
        Array.from({ length: 10 }, () =>
          acceptEvent(deps(), input({ read: { receipt: expired, record: undefined } })),
        ),
      );

      expect(new Set(again).size).toBe(1);
      expect(again).not.toContain(first);
      expect(await events()).toHaveLength(2);
    });
  });
}
