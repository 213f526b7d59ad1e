import { describe, expect, test } from '@jest/globals';
import { createLogEntry, type NewLogEntry } from './create-log-entry.ts';
import { LOGGED_HEADERS, loggedHeaders, MAX_HEADER_LENGTH } from './logged-headers.ts';

const entry = (change: Partial<NewLogEntry> = {}) =>
  createLogEntry({
    entryId: 'e',
    atsId: 'acme',
    direction: 'outgoing',
    test: false,
    createdAt: 1000,
    durationMs: 12,
    outcome: 'success',
    statusCode: 200,
    reason: null,
    event: 'candidate.created',
    eventId: 'evt_1',
    clientId: 'c',
    referenceId: 'r',
    attempt: 1,
    requestHeaders: {},
    signature: 't=1,v1=0',
    body: Buffer.from('{}'),
    responseHeaders: {},
    response: { body: Buffer.from('ok'), truncated: false },
    ...change,
  });

describe('an entry of the delivery log', () => {
  test('goes 7 days after it happened, and nothing else decides that', () => {
    expect(entry().expireAt).toBe(1000 + 7 * 86_400_000);
  });

  test('keeps a request of 256 KiB whole; a longer one is cut between characters, and marked', () => {
    const whole = Buffer.alloc(262_144, 'x');
    expect(entry({ body: whole })).toMatchObject({ payload: whole, payloadCut: false });
    const longer = entry({ body: Buffer.from(`${'x'.repeat(262_143)}é`) });
    expect([longer.payload?.length, longer.payloadCut]).toEqual([262_143, true]);
  });

  test('keeps an answer of 64 KiB whole; a longer one is cut between characters, and marked', () => {
    const answered = (body: string, truncated = false) =>
      entry({ response: { body: Buffer.from(body), truncated } });
    const whole = 'x'.repeat(65_536);
    expect(answered(whole)).toMatchObject({ responseBody: whole, responseBodyCut: false });
    expect(answered(`${whole.slice(1)}é`)).toMatchObject({
      responseBody: whole.slice(1),
      responseBodyCut: true,
    });
    expect(answered('é', true)).toMatchObject({ responseBody: 'é', responseBodyCut: true });
    const half = { body: Buffer.from('xé').subarray(0, 2), truncated: true };
    expect(entry({ response: half })).toMatchObject({ responseBody: 'x', responseBodyCut: true });
  });

  test('an answer that is no text is shown as far as it is one', () => {
    const body = Buffer.from([0x6f, 0x6b, 0xff, 0x00]);
    expect(entry({ response: { body, truncated: false } }).responseBody).toBe('ok\ufffd\u0000');
  });

  test('a cut answer that is no text goes up to where it was cut, however many bytes its characters take', () => {
    const answered = (...end: number[]) => {
      const body = Buffer.concat([Buffer.alloc(65_536 - end.length, 'x'), Buffer.from(end)]);
      return entry({ response: { body, truncated: true } }).responseBody?.slice(65_536 - end.length);
    };
    expect(answered(0xff)).toBe('\ufffd');
    expect(answered(0xe2, 0x82)).toBe('');
    expect(answered(0xe2, 0xe2, 0x82)).toBe('\ufffd');
    expect(answered(0xf0, 0x9f, 0x98)).toBe('');
    expect(answered(0xf0, 0x9f, 0x98, 0x80)).toBe('😀');
    expect(answered(0x80, 0x80)).toBe('\ufffd\ufffd');
  });

  test('the largest there can be is one that a store takes: below 1 MiB', () => {
    const most = '\uffff'.repeat(MAX_HEADER_LENGTH);
    const headers = Object.fromEntries(
      Object.values(LOGGED_HEADERS).flatMap((names) => names.map((name) => [name, most])),
    );
    const largest = entry({
      ...{ event: most, eventId: most, clientId: most, reason: most, signature: most },
      requestHeaders: loggedHeaders.ofSentRequest(headers),
      responseHeaders: loggedHeaders.ofResponse(headers),
      body: Buffer.alloc(768 * 1024),
      response: { body: Buffer.alloc(65_536, 0xff), truncated: true },
    });
    const { payload, ...fields } = largest;
    expect(fields.responseBody).toHaveLength(65_536);
    expect(Buffer.byteLength(JSON.stringify(fields)) + (payload?.length ?? 0)).toBeLessThan(1024 * 1024);
  });

  test('what was not kept, and what never came, is not there', () => {
    const nothing = entry({ body: undefined, response: null });
    expect(nothing).not.toHaveProperty('payload');
    expect(nothing).toMatchObject({ payloadCut: false, responseBody: null, responseBodyCut: false });
  });
});

describe('the headers that are kept', () => {
  test('of an answer: how to read it, and when to come again; never a cookie', () => {
    const headers = {
      'content-type': 'text/plain',
      'content-length': '2',
      'retry-after': '5',
      'ratelimit-policy': ['"a";q=1', '"b";q=2'],
      'x-ratelimit-remaining': '7',
      'x-ratelimit-key': 'x',
      'set-cookie': ['session=x'],
      server: 'x',
      authorization: 'Bearer x',
    };
    expect(loggedHeaders.ofResponse(headers)).toEqual({
      'content-type': 'text/plain',
      'content-length': '2',
      'retry-after': '5',
      'ratelimit-policy': '"a";q=1, "b";q=2',
      'x-ratelimit-remaining': '7',
    });
  });

  test('of what was sent the signature is not one, of what was received it is; an API key or a cookie never', () => {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'CarvOS-Webhooks/1.0',
      host: 'ats.example',
      'x-carvos-event': 'candidate.created',
      'x-carv-causation-id': 'r',
      'x-webhook-signature': 't=1,v1=0',
      'x-api-key': 'x',
      cookie: 'x',
    };
    const { 'x-webhook-signature': signature, 'x-api-key': _, cookie: __, ...sent } = headers;
    expect(loggedHeaders.ofSentRequest(headers)).toEqual(sent);
    expect(loggedHeaders.ofReceivedRequest(headers)).toEqual({
      'content-type': 'application/json',
      'x-webhook-signature': signature,
    });
  });

  test('an endless value is cut', () => {
    expect(loggedHeaders.ofResponse({ 'content-type': 'x'.repeat(5000) })['content-type']).toHaveLength(1024);
  });
});
