import { expect, test } from '@jest/globals';
import { type EnvelopeInput, encodeEnvelope, outgoingEventId } from './envelope.ts';
import { jsonWithSource } from './json/json-value.ts';

const referenceId = '0198c2e4-7c3a-7f21-9b6d-3f5a1c0e8d42';
const success: EnvelopeInput = {
  event: 'candidate.created',
  eventId: 'evt_00',
  referenceId,
  clientId: 'client/1',
  timestampMs: Date.UTC(2026, 1, 25, 10, 30, 0, 999),
  error: null,
  data: { candidate_id: 'c-1', name: 'Zoë', score: jsonWithSource.rawJSON('1.0') },
};

test('success: exactly these bytes, keys in the order of the contract, time to the second', () => {
  expect(encodeEnvelope(success).toString('utf8')).toBe(
    `{"event":"candidate.created","event_id":"evt_00","reference_id":"${referenceId}",` +
      '"client_id":"client/1","timestamp":"2026-02-25T10:30:00Z","status":"success","error":null,' +
      '"data":{"candidate_id":"c-1","name":"Zoë","score":1.0}}',
  );
});

test('error: a code and a message, and nothing else of what the error holds', () => {
  const error = { code: 'ai_rejected', message: 'Refused', statusCode: 400 };
  expect(encodeEnvelope({ ...success, error, data: { candidate_id: 'c-1' } }).toString('utf8')).toBe(
    `{"event":"candidate.created","event_id":"evt_00","reference_id":"${referenceId}",` +
      '"client_id":"client/1","timestamp":"2026-02-25T10:30:00Z","status":"error",' +
      '"error":{"code":"ai_rejected","message":"Refused"},"data":{"candidate_id":"c-1"}}',
  );
});

test('the bytes are UTF-8 without a byte order mark, whatever the data', () => {
  const bytes = encodeEnvelope({ ...success, data: { a: '\ud800', b: '\uFEFF' } });
  expect(bytes[0]).toBe(0x7b);
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  expect(JSON.parse(text).data).toEqual({ a: '\ud800', b: '\uFEFF' });
});

test('the same input gives the same bytes', () => {
  expect(encodeEnvelope(success).equals(encodeEnvelope({ ...success }))).toBe(true);
});

test('frozen vector: an event id is derived from reference id and event', () => {
  // printf %s '0198c2e4-7c3a-7f21-9b6d-3f5a1c0e8d42:candidate.created' | sha256sum, 32 digits
  expect(outgoingEventId(referenceId, 'candidate.created')).toBe('evt_823f92a7f962da185f1f12a1052ebea5');
});

test('one flow that tells of several events gives each its own id', () => {
  const events = [
    'candidate.created',
    'candidate.updated',
    'workspace.provisioned',
    'workspace.member_added',
  ];
  expect(new Set(events.map((event) => outgoingEventId(referenceId, event))).size).toBe(events.length);
});
