import { describe, expect, test } from '@jest/globals';
import { readError } from './read-error.ts';

describe('an answer that is no success', () => {
  test('says what the server says', () => {
    expect(readError(401, { detail: 'Wrong e-mail or password' }, null)).toMatchObject({
      status: 401,
      message: 'Wrong e-mail or password',
      issues: [],
      retryAt: null,
    });
  });

  test('keeps where each thing is wrong', () => {
    const detail = [{ loc: ['body', 'webhook_url'], msg: 'must be HTTPS', type: 'value_error' }];
    const error = readError(422, { detail }, null);
    expect(error.issues).toMatchObject([{ loc: ['body', 'webhook_url'], msg: 'must be HTTPS' }]);
    expect(error.message).toBe('must be HTTPS');
  });

  test('knows from when on to ask again', () => {
    expect(readError(429, { detail: 'Too many' }, '30', 1000).retryAt).toBe(31_000);
    expect(readError(429, { detail: 'Too many' }, 'soon', 1000).retryAt).toBeNull();
  });

  test.each([
    [503, undefined],
    [502, '<html>'],
    [500, { detail: 7 }],
    [500, { detail: ['x', null] }],
  ])('has words of its own where the server has none (%i, %p)', (status, body) => {
    expect(readError(status, body, null).message).toBe('Something went wrong at CarvOS');
  });
});
