import { FirestoreClient } from '@google-cloud/firestore-api/client_v1';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { CloudTasksClient } from '@google-cloud/tasks';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Calls, FLOW_CALLS, type Flow } from '../../scripts/cost/flow-calls.ts';
import { ADA, candidateEvent, TestGateway } from '../support/test-gateway.ts';

/** Counts the calls that Google's clients make from now on. */
function countCalls() {
  const made: unknown[][] = [];
  const watch = (client: object, method: string) => {
    const prototype = client as Record<string, (...args: unknown[]) => unknown>;
    const real = prototype[method] as (...args: unknown[]) => unknown;
    jest.spyOn(prototype, method).mockImplementation(function (this: unknown, ...args: unknown[]) {
      made.push([method, args[0]]);
      return real.apply(this, args);
    });
  };
  for (const method of ['batchGetDocuments', 'runQuery', 'commit']) watch(FirestoreClient.prototype, method);
  watch(CloudTasksClient.prototype, 'createTask');
  watch(SecretManagerServiceClient.prototype, 'accessSecretVersion');
  return { made, reset: () => made.splice(0) };
}

function summarise(made: unknown[][]): Calls {
  const of = <T>(method: string) =>
    made.filter(([name]) => name === method).map(([, request]) => request as T);
  const reads = of<{ documents: string[] }>('batchGetDocuments');
  const writes = of<{ writes: { delete?: string }[] }>('commit').flatMap((commit) => commit.writes);
  const queries = of('runQuery').length;
  const documentDeletes = writes.filter((write) => write.delete).length;
  return {
    reads: reads.length,
    queries,
    commits: of('commit').length,
    tasks: of('createTask').length,
    secrets: of('accessSecretVersion').length,
    // A query that finds nothing is billed as one read.
    documentReads: reads.flatMap(({ documents }) => documents).length + queries,
    documentWrites: writes.length - documentDeletes,
    documentDeletes,
  };
}

describe('the calls to Google that a flow makes', () => {
  let carvos: TestGateway;
  let counter: ReturnType<typeof countCalls>;
  beforeAll(async () => {
    counter = countCalls();
    carvos = await TestGateway.start();
    // Provisions the workspace, and has the keys read that an instance reads once.
    await carvos.webhook(candidateEvent('candidate.created', 'first', { candidate_id: 'known' }));
    await carvos.work();
  });
  beforeEach(async () => {
    await carvos.work();
    counter.reset();
  });
  afterAll(async () => {
    await carvos.stop();
    jest.restoreAllMocks();
  });

  const counted = () => summarise(counter.reset());

  const ACCEPTING: [Flow, () => Promise<{ status: number }>][] = [
    ['accept by REST', () => carvos.call('POST', '/v1/candidates', { body: ADA })],
    [
      'accept by REST, with an idempotency key',
      () => carvos.call('POST', '/v1/candidates', { body: ADA, headers: { 'idempotency-key': 'k' } }),
    ],
    [
      'accept a change by REST',
      () => carvos.call('PATCH', '/v1/candidates/known', { body: { source: 'x' } }),
    ],
    [
      'accept by webhook',
      () => carvos.webhook(candidateEvent('candidate.created', 'e-1', { candidate_id: 'c-9' })),
    ],
    [
      'accept a merging webhook',
      () => carvos.webhook(candidateEvent('candidate.updated', 'e-2', { candidate_id: 'known' })),
    ],
  ];

  test.each(ACCEPTING)('%s', async (flow, accept) => {
    expect((await accept()).status).toBe(202);
    expect(counted()).toEqual(FLOW_CALLS[flow]);
  });

  test('an event that is handed on and delivered, and one that is not', async () => {
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    counter.reset();
    await carvos.work();
    expect(counted()).toEqual(sum('hand to AI and take its answer', 'deliver at the first attempt'));

    carvos.receiver.script(500);
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    counter.reset();
    await carvos.work();
    expect(counted()).toEqual(sum('hand to AI and take its answer', 'an attempt that fails'));
    await carvos.after(60_000);
    expect(counted()).toEqual(FLOW_CALLS['deliver at the first attempt']);
  });

  test('a sweep that finds nothing', async () => {
    await carvos.gateway.sweepOnce();
    expect(counted()).toEqual(FLOW_CALLS['a sweep that finds nothing']);
  });
});

function sum(...flows: Flow[]): Calls {
  const total: Record<string, number> = {};
  for (const flow of flows) {
    for (const [name, count] of Object.entries(FLOW_CALLS[flow])) total[name] = (total[name] ?? 0) + count;
  }
  return total as unknown as Calls;
}
