import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Delivery } from '../../functions/shared/core/delivery/delivery.ts';
import { outgoingEventId } from '../../functions/shared/core/envelope.ts';
import { paths } from '../../functions/shared/core/paths.ts';
import { updateAts } from '../../functions/shared/flows/update-ats.ts';
import { waitFor } from '../support/demo-server.ts';
import { ADA } from '../support/test-gateway.ts';
import { openAts, type TestAts } from './support/open-ats.ts';

/** As the suite is started for the tests, in seconds. */
const RUNGS = [1, 2, 2, 3];

describe('a receiver that fails', () => {
  let ats: TestAts;
  beforeAll(async () => {
    ats = await openAts('retrying');
    // The first event of a client also brings two webhooks about its workspace; they are out of the way here.
    const { json } = await ats.client.call('POST', '/v1/candidates', { body: ADA });
    await ats.delivered(json.reference_id, 3);
  });
  beforeEach(() => {
    ats.receiver.received.length = 0;
  });
  afterAll(() => ats.close());

  async function push(): Promise<string> {
    return (await ats.client.call('POST', '/v1/candidates', { body: ADA })).json.reference_id;
  }

  function settled(referenceId: string): Promise<Delivery> {
    const path = paths.delivery(outgoingEventId(referenceId, 'candidate.created'));
    const look = async () => (await ats.runtime.store.getAll<[Delivery]>(path))[0]?.data;
    return waitFor(look, (found) => found !== undefined && found.state !== 'pending') as Promise<Delivery>;
  }

  test('500, 302, 404, then 200: on the rungs, none early, with the same bytes and a fresh signature each', async () => {
    ats.receiver.script(500, 302, 404, 200);
    const { state, attempts } = await settled(await push());

    expect(state).toBe('delivered');
    expect(attempts.map(({ number, outcome, statusCode }) => [number, outcome, statusCode])).toEqual([
      [1, 'failure', 500],
      [2, 'failure', 302],
      [3, 'failure', 404],
      [4, 'success', 200],
    ]);
    const { received } = ats.receiver;
    expect(received).toHaveLength(4);
    expect(received.every(({ verified }) => verified)).toBe(true);
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['x-webhook-signature'])).size).toBe(4);
    for (const [index, { signedAt }] of received.slice(1).entries()) {
      // Signed to the second, so that a wait may look up to one shorter than it was.
      expect(signedAt - (received[index]?.signedAt ?? 0)).toBeGreaterThan((RUNGS[index] ?? 0) - 1);
    }
  });

  test('after the fifth failure the delivery is exhausted, and nothing more is sent', async () => {
    ats.receiver.script(500, 500, 500, 500, 500);
    const { state, attempts } = await settled(await push());

    expect([state, attempts.length, ats.receiver.received.length]).toEqual(['exhausted', 5, 5]);
    // The next one lands, so that one more of the first would have had its time.
    expect((await settled(await push())).state).toBe('delivered');
    expect(ats.receiver.received).toHaveLength(6);
  });

  test('a receiver that does not answer has failed after 5 s, and nobody else waits for it', async () => {
    ats.receiver.script('never');
    const slow = await push();
    const { attempts } = await settled(slow);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['error', 'success']);
  });

  test('while the ATS is disabled its delivery waits without using up a rung', async () => {
    ats.receiver.script(async () => {
      await updateAts(ats.runtime, 'retrying', { enabled: false });
      return 500;
    });
    const referenceId = await push();
    await ats.delivered(referenceId);
    const path = paths.delivery(outgoingEventId(referenceId, 'candidate.created'));
    const putOff = await waitFor(
      async () => (await ats.runtime.store.getAll<[Delivery]>(path))[0]?.data,
      (found) => (found?.dueAt ?? 0) > Date.now() + 30_000,
    );
    expect([putOff?.state, putOff?.attempts.length]).toEqual(['pending', 1]);
    await updateAts(ats.runtime, 'retrying', { enabled: true });
  });
});
