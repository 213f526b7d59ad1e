import { expect, test } from '@jest/globals';
import { createLogEntry } from '../../functions/shared/core/delivery-log/create-log-entry.ts';
import { describeLogEntry, describeWholeLogEntry } from '../../functions/shared/flows/describe-log-entry.ts';
import { logEntryText, logPageText } from './log-text.ts';

const entry = createLogEntry({
  entryId: 'e-1',
  atsId: 'acme',
  direction: 'outgoing',
  test: false,
  createdAt: 0,
  durationMs: 12,
  outcome: 'failure',
  statusCode: 500,
  reason: 'The endpoint answered 500',
  event: 'candidate.created',
  eventId: 'evt_1',
  clientId: 'c\u001b[2J',
  referenceId: null,
  attempt: 1,
  requestHeaders: { 'content-type': 'application/json', host: 'ats.example' },
  signature: 't=1,v1=0',
  body: Buffer.from('{"a":\n1}'),
  responseHeaders: {},
  response: { body: Buffer.from('no\n\nSignature:\n\u001b[31mred\u0000'), truncated: true },
});

test('a page says how to get the next one, where there is one', () => {
  const data = [describeLogEntry(entry)];
  const text = logPageText({ data, next_cursor: 'abc' });
  expect(text).toContain('1970-01-01T00:00:00.000Z  acme    outgoing   candidate.created  failure  500');
  expect(text.endsWith('\n\nThere is more: the same again with --cursor abc\n')).toBe(true);
  expect(logPageText({ data, next_cursor: null })).not.toContain('cursor');
  expect(logPageText({ data: [], next_cursor: null })).toBe('No entries that fit\n');
});

test('an entry stands in parts, with marks where it was cut; nothing in it looks like a part or moves the cursor', () => {
  const text = logEntryText(describeWholeLogEntry(entry));
  expect(text).toContain('client_id     c�[2J\n');
  expect(text.slice(text.indexOf('\n\n') + 2)).toBe(
    `Request headers:
  content-type  application/json
  host          ats.example

Signature:
  t=1,v1=0

Payload:
  {"a":
  1}

Response headers:
  -

Response body, cut at 64 KiB:
  no
  
  Signature:
  �[31mred�
`,
  );
});

test('what was not kept is shown as not there', () => {
  const { payload: _, ...bare } = entry;
  const text = logEntryText(describeWholeLogEntry({ ...bare, payloadCut: true, responseBody: null }));
  expect(text).toContain('Payload, cut at 256 KiB:\n  -\n');
});
