import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

const TRANSCRIPT = '<p><strong>Ada:</strong> I would like that.</p>';

describe('meetings', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start();
    // A workspace is there before Carv hears of it.
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    carvos.receiver.received.length = 0;
  });
  afterEach(() => carvos.stop());

  const event = (name: string, eventId: string, data: object, more: object = {}) => ({
    event: `meeting.${name}_ready`,
    event_id: eventId,
    ats_id: 'demo',
    workspace: 'acme',
    member: 'recruiter-1',
    data: { meeting_id: 'm/1', ...data },
    ...more,
  });
  const push = (...input: Parameters<typeof event>) => carvos.fromAi('events', event(...input));
  const meeting = (id = 'm/1') => carvos.call('GET', `/v1/meetings/${encodeURIComponent(id)}`);

  test('an output is delivered as a webhook at once, and shown with those that arrived before it', async () => {
    const { status, json } = await push('transcript', 't-1', {
      transcript: TRANSCRIPT,
      application_id: 'a-1',
    });
    expect([status, Object.keys(json)]).toEqual([202, ['reference_id']]);
    await carvos.work();
    expect(carvos.receiver.received.map(({ json }) => json)).toMatchObject([
      {
        event: 'meeting.transcript_ready',
        reference_id: json.reference_id,
        client_id: 'acme',
        status: 'success',
        error: null,
        data: { meeting_id: 'm/1', transcript: TRANSCRIPT, application_id: 'a-1' },
      },
    ]);
    await push('summary', 's-1', { summary: 'Five sentences.', vacancy_id: 'v-1', application_id: null });
    expect(await meeting()).toMatchObject({
      status: 200,
      json: {
        meeting_id: 'm/1',
        application_id: 'a-1',
        vacancy_id: 'v-1',
        candidate_id: null,
        transcript: TRANSCRIPT,
        summary: 'Five sentences.',
        notes: null,
      },
    });
    await push('notes', 'n-1', { notes: '# Notes', mood: 1.5 });
    await push('summary', 's-2', { summary: 'Better ones.' });
    expect((await meeting()).json).toMatchObject({ summary: 'Better ones.', notes: '# Notes', mood: 1.5 });
    await carvos.work();
    expect(carvos.receiver.of('meeting.summary_ready')).toHaveLength(2);
  });

  test('the same event comes once, however often it is sent and however many at once; other content under its id is refused', async () => {
    const input = ['transcript', 't-1', { transcript: TRANSCRIPT }] as const;
    const answers = await Promise.all(Array.from({ length: 6 }, () => push(...input)));
    const [first] = answers;
    for (const { status, json } of answers) expect([status, json]).toEqual([202, first?.json]);
    await carvos.after(1000);
    expect(carvos.receiver.of('meeting.transcript_ready')).toHaveLength(1);
    const other = await push('transcript', 't-1', { transcript: 'something else' });
    expect(other).toMatchObject({ status: 409, json: { detail: expect.stringContaining('event_id') } });
  });

  test('two outputs that arrive at once are both kept', async () => {
    await Promise.all([
      push('transcript', 't-1', { transcript: TRANSCRIPT }),
      push('summary', 's-1', { summary: 'Short.' }),
      push('notes', 'n-1', { notes: '-' }),
    ]);
    expect((await meeting()).json).toMatchObject({ transcript: TRANSCRIPT, summary: 'Short.', notes: '-' });
  });

  test('only the AI services may send events', async () => {
    const body = event('notes', 'n-1', { notes: '-' });
    expect(await carvos.fromAi('events', body, 'tasks')).toMatchObject({ status: 401 });
    const unsigned = await carvos.call('POST', '/internal/v1/events', { body });
    expect(unsigned).toMatchObject({ status: 401, json: { detail: 'Invalid or missing identity token' } });
    expect((await meeting()).status).toBe(404);
  });

  test('a workspace or ATS that is not there is not found, and nothing is kept', async () => {
    const { runtime } = carvos.gateway;
    await createAts(runtime, { atsId: 'other', name: 'Other', webhookUrl: null });
    for (const where of [
      { workspace: 'unknown' },
      { ats_id: 'other' },
      { ats_id: 'none' },
      { ats_id: '/' },
    ]) {
      const answer = await push('notes', 'n-1', { notes: '-' }, where);
      expect([where, answer.status]).toEqual([where, 404]);
    }
    expect((await push('notes', 'n-1', { notes: '-' })).status).toBe(202);
  });

  test.each([
    ['an unknown event', { event: 'meeting.exploded' }, ['body', 'event']],
    ['no event_id', { event_id: undefined }, ['body', 'event_id']],
    ['no meeting_id', { data: { notes: '-' } }, ['body', 'meeting_id']],
    ['no output', { data: { meeting_id: 'm' } }, ['body', 'notes']],
    ['an output of another kind', { data: { meeting_id: 'm', notes: { a: 1 } } }, ['body', 'notes']],
  ])('%s is a 422 that names it', async (_, change, loc) => {
    const answer = await push('notes', 'n-1', { notes: '-' }, change);
    expect([answer.status, answer.json.detail[0].loc]).toEqual([422, loc]);
  });

  test('an output larger than what may be stored is refused', async () => {
    const answer = await push('transcript', 't-1', { transcript: 'x'.repeat(786_432) });
    expect([answer.status, answer.json.detail]).toEqual([413, 'The record would be larger than 768 KiB']);
  });

  test('meetings are listed page by page, those of the own workspace only', async () => {
    for (const id of ['a', 'b', 'c']) await push('notes', id, { meeting_id: id, notes: id });
    const first = await carvos.call('GET', '/v1/meetings?limit=2');
    expect(first.json.data.map(({ notes }: { notes: string }) => notes)).toEqual(['a', 'b']);
    const rest = await carvos.call('GET', `/v1/meetings?cursor=${first.json.next_cursor}`);
    expect(rest.json).toMatchObject({ data: [{ meeting_id: 'c' }], next_cursor: null });
    expect((await carvos.call('GET', '/v1/meetings', { clientId: 'other' })).json.data).toEqual([]);
    expect((await carvos.call('GET', '/v1/meetings/a', { clientId: 'other' })).status).toBe(404);
  });

  test('its story begins with Carv', async () => {
    const { json } = await push('notes', 'n-1', { notes: '-' }, { member: null });
    await carvos.work();
    const { timeline, ...told } = (await carvos.call('GET', `/v1/events/${json.reference_id}`)).json;
    expect(told).toMatchObject({ source: 'ai', user_id: null, record_id: 'm/1', state: 'settled' });
    expect(timeline.map(({ step, text }: { step: string; text: string }) => [step, text])).toEqual([
      ['accepted', 'meeting.notes_ready received from Carv and accepted'],
      ['webhook_created', 'webhook meeting.notes_ready is to be delivered'],
      ['attempt', expect.stringContaining('delivered (200)')],
    ]);
  });

  test('a result for it is not taken for one that was promised', async () => {
    const { json } = await push('notes', 'n-1', { notes: '-' });
    const result = { reference_id: json.reference_id, ats_id: 'demo', status: 'success', data: {} };
    expect((await carvos.fromAi('results', result)).status).toBe(404);
  });
});
