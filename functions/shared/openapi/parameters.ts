import type { JsonObject } from '../core/json/json-value.ts';
import { MAX_ID_LENGTH } from '../core/limits.ts';
import { CLIENT_ID, USER_ID } from './examples.ts';

/** The identifiers of an ATS, in headers and paths. */
const ID = { type: 'string', minLength: 1, maxLength: MAX_ID_LENGTH };

export const SIGNATURE_PATTERN = '(^|,)\\s*v1=';

/** The parameters that several operations share. */
export function parameterComponents(): JsonObject {
  return {
    ClientId: {
      name: 'X-ATS-Client-ID',
      in: 'header',
      required: true,
      description:
        'Your id of the client: the workspace that the call is about. 1 to 128 characters, as UTF-8 bytes.',
      schema: ID,
      example: CLIENT_ID,
    },
    UserId: {
      name: 'X-ATS-User-ID',
      in: 'header',
      required: true,
      description:
        'Your id of the user who acts: a member of the workspace. 1 to 128 characters, as UTF-8 bytes.',
      schema: ID,
      example: USER_ID,
    },
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'Makes it safe to send the request again: the same key with the same content gets the first answer for 24 hours, with other content a 409. It counts for your ATS, the method and the path.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
      example: 'a3f1c2d4-candidate-1042-v7',
    },
    Limit: {
      name: 'limit',
      in: 'query',
      description: 'Most entries of a page. A page of very large entries may end earlier.',
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
      example: 50,
    },
    Cursor: {
      name: 'cursor',
      in: 'query',
      description:
        'The `next_cursor` of the page before. Opaque, and good for this list only: anything else is a 422.',
      // No example: what tries a call out would send it.
      schema: { type: 'string', minLength: 1 },
    },
    WebhookSignature: {
      name: 'X-Webhook-Signature',
      in: 'header',
      required: true,
      description:
        '`t=<unix seconds>,v1=<hex>`: `v1` is HMAC-SHA256, with the secret’s UTF-8 bytes as the key, over `<t>.` and the raw body. Exactly one `t`, within 300 s of now; there may be several `v1`, of which one must match; other parts are passed over.',
      schema: { type: 'string', pattern: SIGNATURE_PATTERN },
      example: 't=1772015400,v1=5f0e6e1b0c9a4a8f6d7e3b2c1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a29',
    },
  };
}

/** An id that stands in the path. */
export function idInPath(name: string, what: string, example: string): JsonObject {
  return {
    name,
    in: 'path',
    required: true,
    description: `${what} Percent-encoded: a slash in it is \`%2F\`.`,
    schema: ID,
    example,
  };
}
