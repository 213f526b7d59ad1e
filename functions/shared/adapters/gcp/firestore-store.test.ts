import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FirestoreClient } from '@google-cloud/firestore-api/client_v1';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Status } from 'google-gax';
import { describeSweep } from '../../../sweep/sweep.contract.ts';
import { describeLostAnswers } from '../../flows/lost-answers.contract.ts';
import { describeStoreContract } from '../../ports/store.contract.ts';
import { ConflictError, RefusedError, type Store } from '../../ports/store.ts';
import { createFirestoreClient, EMULATOR_OWNER } from './create-firestore-client.ts';
import { createFirestoreStore } from './firestore-store.ts';

const emulatorHost = process.env.FIRESTORE_EMULATOR_HOST;

/** A store in a project of its own, which is empty. */
function emptyStore(client: FirestoreClient, projectId = `demo-${randomUUID()}`): Store {
  return createFirestoreStore({ client, projectId, headers: EMULATOR_OWNER });
}

async function open() {
  const client = createFirestoreClient(emulatorHost);
  return { store: emptyStore(client), close: () => client.close() };
}

describeStoreContract('Firestore', open);
describeLostAnswers('Firestore', open);
// Fewer than in the embedded store: every one of them is a call.
describeSweep('Firestore', 1000, open);

const failure = (code: Status) => Object.assign(new Error(Status[code]), { code });

describe('the store on Firestore', () => {
  let real: FirestoreClient;
  let client: FirestoreClient;
  let store: Store;
  beforeAll(() => {
    real = createFirestoreClient(emulatorHost);
  });
  beforeEach(() => {
    client = Object.create(real);
    store = emptyStore(client);
  });
  afterAll(() => real.close());

  /** The next commits take effect, and their answers are lost. */
  function loseAnswers(...codes: Status[]) {
    const calls = { count: 0 };
    client.commit = (async (...args: unknown[]) => {
      calls.count += 1;
      const answer = await (real.commit as (...args: unknown[]) => Promise<unknown>)(...args);
      const code = codes.shift();
      if (code !== undefined) throw failure(code);
      return answer;
    }) as never;
    return calls;
  }

  test.each([Status.UNAVAILABLE, Status.ABORTED, Status.RESOURCE_EXHAUSTED])(
    'makes a commit again whose answer was lost with code %i, and finds its own write: a conflict',
    async (code) => {
      const calls = loseAnswers(code);

      const commit = store.commit([{ type: 'create', path: 'things/a', data: { n: 1 } }]);

      await expect(commit).rejects.toBeInstanceOf(ConflictError);
      expect(calls.count).toBe(2);
      expect((await store.getAll<[object]>('things/a'))[0]?.data).toEqual({ n: 1 });
    },
  );

  test('a conditional update made again is refused by its own first try', async () => {
    const { version } = await store.commit([{ type: 'create', path: 'things/a', data: { n: 1 } }]);
    loseAnswers(Status.UNAVAILABLE);

    const update = store.commit([{ type: 'update', path: 'things/a', set: { n: 2 }, ifVersion: version }]);

    await expect(update).rejects.toBeInstanceOf(ConflictError);
    expect((await store.getAll<[object]>('things/a'))[0]?.data).toEqual({ n: 2 });
  });

  test('a commit that Firestore calls invalid is refused for good, and not made again', async () => {
    const calls = loseAnswers(Status.INVALID_ARGUMENT);

    const commit = store.commit([{ type: 'create', path: 'things/a', data: {} }]);

    await expect(commit).rejects.toBeInstanceOf(RefusedError);
    expect(calls.count).toBe(1);
  });

  test.each([Status.DEADLINE_EXCEEDED, Status.PERMISSION_DENIED, Status.INTERNAL])(
    'does not make a commit again that failed with code %i, and its error is no conflict',
    async (code) => {
      const calls = loseAnswers(code);

      const commit = store.commit([{ type: 'create', path: 'things/a', data: {} }]);

      await expect(commit).rejects.toMatchObject({ code });
      expect(calls.count).toBe(1);
    },
  );

  test.each(['batchGetDocuments', 'runQuery', 'runAggregationQuery'] as const)(
    'what is read by %s is asked for again when it is refused for now',
    async (rpc) => {
      await store.commit([{ type: 'create', path: 'things/a', data: { n: 1 } }]);
      let failed = 0;
      client[rpc] = ((...args: never[]) => {
        failed += 1;
        if (failed < 3) throw failure(Status.UNAVAILABLE);
        return (real[rpc] as (...args: never[]) => never)(...args);
      }) as never;

      const read = {
        batchGetDocuments: async () => (await store.getAll<[object]>('things/a')).length,
        runQuery: async () => (await store.query({ collection: 'things', limit: 5 })).length,
        runAggregationQuery: () => store.count({ collection: 'things' }),
      };

      expect(await read[rpc]()).toBe(1);
      expect(failed).toBe(3);
    },
  );

  test('an answer that breaks off is asked for again, and not taken for documents that do not exist', async () => {
    await store.commit([{ type: 'create', path: 'things/a', data: { n: 1 } }]);
    let calls = 0;
    client.batchGetDocuments = ((...args: never[]) => {
      calls += 1;
      return calls === 1
        ? Readable.from([])
        : (real.batchGetDocuments as (...args: never[]) => never)(...args);
    }) as never;

    const [found] = await store.getAll<[object]>('things/a');

    expect([found?.data, calls]).toEqual([{ n: 1 }, 2]);
  });

  test('a count whose answer breaks off is asked for again, and not taken for none', async () => {
    await store.commit([{ type: 'create', path: 'things/a', data: { n: 1 } }]);
    let calls = 0;
    client.runAggregationQuery = ((...args: never[]) => {
      calls += 1;
      return calls === 1
        ? Readable.from([{ readTime: {} }])
        : (real.runAggregationQuery as (...args: never[]) => never)(...args);
    }) as never;

    expect([await store.count({ collection: 'things' }), calls]).toEqual([1, 2]);
  });

  test('an expiry is stored as a timestamp, which a TTL policy goes by, and other times as numbers', async () => {
    const projectId = `demo-${randomUUID()}`;
    const data = { expireAt: 1500, createdAt: 1500 };
    await emptyStore(real, projectId).commit([{ type: 'create', path: 'things/a', data }]);
    const name = `projects/${projectId}/databases/(default)/documents/things/a`;

    const [document] = await real.getDocument({ name }, { otherArgs: { headers: EMULATOR_OWNER } });

    expect(document.fields?.expireAt?.timestampValue).toMatchObject({ seconds: '1', nanos: 500_000_000 });
    expect(document.fields?.createdAt?.integerValue).toBe('1500');
  });
});
