import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRest } from '../../functions/rest/create-rest.ts';
import { closeServer, createHttpServer, listen } from '../../scripts/local/create-http-server.ts';
import { AtsClient } from '../support/ats-client.ts';
import { ADA } from '../support/test-gateway.ts';
import { openAts, type TestAts } from './support/open-ats.ts';

let ats: TestAts;
beforeAll(async () => {
  ats = await openAts('sweeping');
});
afterAll(() => ats.close());

test('an event whose task was never made is delivered all the same, as the scheduler has sweep look for it', async () => {
  const queue = { ...ats.runtime.queue, enqueue: () => Promise.reject(new Error('the queue is away')) };
  // Accepted so long ago that sweep takes its task for lost.
  const clock = { now: () => Date.now() - 3_600_000 };
  const server = createHttpServer(createRest({ ...ats.runtime, queue, clock }));
  const port = await listen(server, 0);
  const client = new AtsClient({ ...ats.account, base_url: `http://127.0.0.1:${port}` }, Date.now);
  const { status, json } = await client.call('POST', '/v1/candidates', { body: ADA });
  await closeServer(server);
  expect(status).toBe(202);
  expect(ats.receiver.received).toEqual([]);

  const webhooks = await ats.delivered(json.reference_id, 3);
  expect(webhooks.every(({ verified }) => verified)).toBe(true);
}, 120_000);
