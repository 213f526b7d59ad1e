import { describe, expect, test } from '@jest/globals';
import type { AcceptedEvent } from '../accepted-event.ts';
import { outgoingEventId } from '../envelope.ts';
import type { JsonObject } from '../json/json-value.ts';
import { parseJson } from '../json/parse-json.ts';
import { MAX_STORED_BYTES } from '../limits.ts';
import { candidate } from '../records/candidate.ts';
import type { AiResult } from './ai-result.ts';
import { createEvent } from './create-event.ts';
import { settleEvent } from './settle-event.ts';

const now = Date.UTC(2026, 0, 1, 12);
const referenceId = '0198c2e4-7c3a-7f21-9b6d-3f5a1c0e8d42';

function accepted(type: string, payload: string): AcceptedEvent {
  const ids = { referenceId, atsId: 'demo-ats', recordId: 'c/1', clientId: 'client-1', userId: 'user-1' };
  return createEvent({ ...ids, source: 'rest', type, payload: Buffer.from(payload) }, now - 5000);
}
const created = accepted(
  'candidate.created',
  '{"candidate_id":"c/1","first_name":"ada","shoe":1.0,"__proto__":{}}',
);
const deleted = accepted('candidate.deleted', '{"candidate_id":"c/1"}');
const success = (data: string): AiResult => ({ status: 'success', data: json(data) });
const failure: AiResult = { status: 'error', error: { code: 'bad_cv', message: 'Unreadable' } };

function json(text: string): JsonObject {
  const parsed = parseJson(Buffer.from(text));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value as JsonObject;
}

function settle(event: AcceptedEvent, result: AiResult) {
  const { overlay, delivery, ...settled } = settleEvent(event, candidate, result, now);
  const body = Buffer.from(delivery.payload).toString();
  const data = body.slice(body.indexOf('"data":') + 7, -1);
  return { ...settled, delivery, body, data, overlay: overlay && Buffer.from(overlay).toString() };
}

describe('success', () => {
  test('the result lies over what was accepted: unknown fields and numbers stay as sent', () => {
    const { data } = settle(created, success('{"first_name":"Ada","score":0.50}'));
    expect(data).toBe('{"candidate_id":"c/1","first_name":"Ada","shoe":1.0,"__proto__":{},"score":0.50}');
  });

  test('what the ATS is told is what a GET shows', () => {
    const { data, overlay } = settle(created, success('{"first_name":"Ada"}'));
    expect(overlay).toBe(data);
  });

  test("the record's id is the ATS's own, whatever the AI service says", () => {
    const { data } = settle(created, success('{"candidate_id":"somebody-else"}'));
    expect(JSON.parse(data).candidate_id).toBe('c/1');
  });

  test('the event is settled, no longer swept, and kept for 7 days', () => {
    const { set, remove } = settle(created, success('{}'));
    expect(set).toEqual({
      state: 'settled',
      outcome: 'success',
      error: null,
      claimId: null,
      leaseUntil: null,
      settledAt: now,
      expireAt: now + 7 * 86_400_000,
    });
    expect(remove).toEqual(['sweepAt']);
  });

  test('its webhook is named as the event, due at once, under an id derived from the flow', () => {
    const { delivery, body } = settle(created, success('{}'));
    const deliveryId = outgoingEventId(referenceId, 'candidate.created');
    expect(delivery).toMatchObject({
      deliveryId,
      referenceId,
      atsId: 'demo-ats',
      clientId: 'client-1',
      event: 'candidate.created',
      state: 'pending',
      n: 0,
      dueAt: now,
    });
    expect(JSON.parse(body)).toMatchObject({
      event: 'candidate.created',
      event_id: deliveryId,
      reference_id: referenceId,
      client_id: 'client-1',
      timestamp: '2026-01-01T12:00:00Z',
      status: 'success',
      error: null,
    });
  });

  test('settling again gives the very same delivery, so that repeating it after a crash changes nothing', () => {
    expect(settle(created, success('{"a":1}'))).toEqual(settle(created, success('{"a":1}')));
  });
});

describe('error', () => {
  test('the ATS gets the error with the data it sent; nothing is shown over the record', () => {
    const { body, data, overlay, set } = settle(created, failure);
    expect(JSON.parse(body)).toMatchObject({ status: 'error', error: failure.error });
    expect(data).toBe('{"candidate_id":"c/1","first_name":"ada","shoe":1.0,"__proto__":{}}');
    expect(overlay).toBeNull();
    expect(set).toMatchObject({ state: 'settled', outcome: 'error', error: failure.error });
  });

  test('an error about a deletion holds just the id', () => {
    expect(settle(deleted, failure).data).toBe('{"candidate_id":"c/1"}');
  });
});

test('a deletion tells just the id, whatever the AI service returns, and shows nothing', () => {
  const { data, overlay, set } = settle(deleted, success('{"first_name":"Ada","candidate_id":"x"}'));
  expect(data).toBe('{"candidate_id":"c/1"}');
  expect(overlay).toBeNull();
  expect(set.outcome).toBe('success');
});

describe('a result larger than can be stored', () => {
  const small = accepted('candidate.created', '{"candidate_id":"c/1"}');
  const room = MAX_STORED_BYTES - Buffer.byteLength('{"candidate_id":"c/1","x":""}');
  const result = (text: string) => success(`{"x":"${text}"}`);

  test('exactly as large as can be stored is fine', () => {
    const { set, overlay } = settle(small, result('a'.repeat(room)));
    expect(set.outcome).toBe('success');
    expect(overlay).toHaveLength(MAX_STORED_BYTES);
  });

  test.each([
    ['one byte more', 'a'.repeat(room + 1)],
    ['fewer characters, but more bytes', 'é'.repeat(room / 2 + 1)],
  ])('%s becomes an error that names the record', (_, text) => {
    const { body, data, overlay, set } = settle(small, result(text));
    expect(JSON.parse(body)).toMatchObject({ status: 'error', error: { code: 'result_too_large' } });
    expect(JSON.parse(data)).toMatchObject({ candidate_id: 'c/1' });
    expect(overlay).toBeNull();
    expect(set).toMatchObject({ outcome: 'error', error: { code: 'result_too_large' } });
  });
});
