import { describe, expect, test } from '@jest/globals';
import { ERRORS, type ErrorCode, GatewayError } from './errors.ts';
import { validationError } from './validation-error.ts';

/** Spec section 2, Errors. */
const CONTRACT = [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503];

/** Where the spec is silent: a body that stops arriving. */
const BEYOND_CONTRACT = new Map<string, number>([['body_timeout', 408]]);

const codes = Object.keys(ERRORS) as ErrorCode[];

test.each(codes)('%s answers with a status of the contract', (code) => {
  const beyond = BEYOND_CONTRACT.get(code);
  expect(beyond === undefined ? CONTRACT : [beyond]).toContain(ERRORS[code].status);
});

test('the words that an ATS already codes against', () => {
  expect(ERRORS.invalid_api_key).toEqual({ status: 401, detail: 'Invalid or missing API key' });
  expect(ERRORS.invalid_signature).toEqual({ status: 401, detail: 'Invalid signature' });
});

test.each<[ErrorCode, number]>([
  ['not_json', 400],
  ['invalid_token', 401],
  ['ats_disabled', 403],
  ['route_not_found', 404],
  ['not_found', 404],
  ['method_not_allowed', 405],
  ['idempotency_key_reused', 409],
  ['event_id_reused', 409],
  ['body_too_large', 413],
  ['record_too_large', 413],
  ['not_json_content', 415],
  ['content_encoding', 415],
  ['validation_failed', 422],
  ['internal', 500],
  ['unavailable', 503],
])('%s is a %i', (code, status) => {
  expect(new GatewayError(code).status).toBe(status);
});

describe('GatewayError', () => {
  test('carries the words of the table unless more exact ones are given', () => {
    expect(new GatewayError('not_found').detail).toBe('Not found');
    expect(new GatewayError('not_found', { detail: 'No such candidate' })).toMatchObject({
      code: 'not_found',
      status: 404,
      detail: 'No such candidate',
    });
  });

  test('keeps its cause for the log, and out of what the customer is told', () => {
    const cause = new Error('connection to 10.0.0.7 refused');
    const error = new GatewayError('unavailable', { cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify([error.detail, error.headers])).not.toContain('10.0.0.7');
  });

  test('has no headers unless given', () => {
    expect(new GatewayError('internal').headers).toEqual({});
    expect(new GatewayError('method_not_allowed', { headers: { allow: 'GET' } }).headers).toEqual({
      allow: 'GET',
    });
  });
});

test('a validation error is a 422 that lists every issue', () => {
  const issues = [
    { loc: ['header', 'x-ats-client-id'], msg: 'is required', type: 'missing' },
    { loc: ['body', 'emails', 0, 'value'], msg: 'must be string', type: 'type' },
  ];
  expect(validationError(...issues)).toMatchObject({ status: 422, detail: issues });
});
