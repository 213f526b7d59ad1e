import { describe, expect, test } from '@jest/globals';
import { classifySendError, errorCode } from './classify-send-error.ts';

const failed = (code: string, cause?: unknown) => Object.assign(new Error('failed', { cause }), { code });

describe('classifySendError', () => {
  test.each([
    ['ETIMEDOUT', 'timeout'],
    ['ENOTFOUND', 'name_not_found'],
    ['EAI_AGAIN', 'name_not_found'],
    ['EPRIVATEADDRESS', 'private_address'],
    ['ECONNREFUSED', 'connection_refused'],
    ['ECONNRESET', 'connection_lost'],
    ['EPIPE', 'connection_lost'],
    ['ERR_HTTP_CONTENT_LENGTH_MISMATCH', 'connection_lost'],
    ['EPROTO', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['CERT_NOT_YET_VALID', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
    ['HOSTNAME_MISMATCH', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['ERR_INVALID_URL', 'invalid_url'],
    ['ERR_UNSUPPORTED_PROTOCOL', 'invalid_url'],
    ['EHOSTUNREACH', 'other'],
    ['HPE_INVALID_CONSTANT', 'bad_answer'],
    ['ERR_BODY_PARSE_FAILURE', 'other'],
    ['', 'other'],
  ])('sorts %s under %s', (code, failure) => {
    expect(classifySendError(failed(code)).failure).toBe(failure);
    expect(classifySendError(failed('ERR_GOT_REQUEST_ERROR', failed(code, 'text'))).failure).toBe(failure);
  });

  test.each([undefined, null, 'text', 7, {}, new Error('without a code'), { code: 5 }])(
    'sorts %p under other, in words',
    (thrown) => {
      expect(classifySendError(thrown)).toEqual({ failure: 'other', reason: 'The request failed' });
    },
  );

  test('has words for a customer, and none of the error’s own', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:443'), { code: 'ECONNREFUSED' });

    expect(classifySendError(error).reason).toContain('The connection was refused');
  });
});

describe('errorCode', () => {
  test('is that of the innermost cause that has one', () => {
    expect(errorCode(failed('OUTER', failed('INNER', new Error('without'))))).toBe('INNER');
    expect(errorCode(failed('OUTER', new Error('without')))).toBe('OUTER');
    expect(errorCode(undefined)).toBe('');
  });
});
