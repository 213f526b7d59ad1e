import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADA, candidateEvent } from '../support/test-gateway.ts';
import { openAts, type TestAts } from './support/open-ats.ts';

/** As many processes as take part in the race. */
const AT_ONCE = 6;

const times = <T>(make: () => T): T[] => Array.from({ length: AT_ONCE }, make);

describe('what comes again, to several processes at once', () => {
  let ats: TestAts;
  beforeAll(async () => {
    ats = await openAts('repeating');
  });
  afterAll(() => ats.close());

  test('the same event_id is answered with one reference id and delivered once; other content is a 409', async () => {
    const event = candidateEvent('candidate.created', 'e-1', { candidate_id: 'r-1' });
    const answers = await Promise.all(times(() => ats.client.webhook(event)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(202);

    const referenceId: string = answers[0]?.json.reference_id;
    await ats.delivered(referenceId, 3);
    const later = await ats.client.webhook(event);
    expect(later.json).toEqual({ reference_id: referenceId });
    const changed = await ats.client.webhook({ ...event, first_name: 'Augusta' });
    expect([changed.status, changed.json]).toEqual([
      409,
      { detail: 'This event_id was already used with different content' },
    ]);
    // A later flow has come through, so one that the repeat had begun would have too.
    const after = await ats.client.webhook(
      candidateEvent('candidate.created', 'e-2', { candidate_id: 'r-2' }),
    );
    await ats.delivered(after.json.reference_id);
    const ofFirst = ats.receiver
      .of('candidate.created')
      .filter(({ json }) => json.data.candidate_id === 'r-1');
    expect(ofFirst).toHaveLength(1);
    expect(ats.receiver.of('workspace.provisioned')).toHaveLength(1);
    expect(ats.receiver.of('workspace.member_added')).toHaveLength(1);
  });

  test('the same Idempotency-Key and body returns the first answer; another body is a 409', async () => {
    const headers = { 'idempotency-key': 'key-1' };
    const body = { ...ADA, candidate_id: 'r-3' };
    const push = () => ats.client.call('POST', '/v1/candidates', { body, headers });
    const answers = await Promise.all(times(push));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(202);
    const changed = await ats.client.call('POST', '/v1/candidates', {
      body: { ...body, phone: '1' },
      headers,
    });
    expect([changed.status, changed.json]).toEqual([
      409,
      { detail: 'This Idempotency-Key was already used with a different request' },
    ]);
  });
});
