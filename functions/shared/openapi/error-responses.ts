import { ERRORS, type ErrorCode } from '../core/errors.ts';
import type { JsonObject } from '../core/json/json-value.ts';
import { type Examples, jsonContent } from './examples.ts';
import { optional, rateHeaders, retryAfter } from './headers.ts';
import { refTo } from './references.ts';

interface ErrorResponse {
  /** The errors of the closed list that it stands for; all are of one status. */
  codes: readonly ErrorCode[];
  description: string;
  headers?: JsonObject;
  /** More exact words than those of the list. */
  detail?: string;
}

const INCIDENT = '7d0c6a0e-3f43-4a5e-9a1b-7f1f0a3c55d2';

/**
 * Every error answer but the 422; `known` are the headers of answers to callers who have proved who they are. The 422
 * is written for each operation: what can be wrong differs.
 */
export function errorResponses(known: JsonObject = rateHeaders()) {
  return {
    NotJson: {
      codes: ['not_json'],
      description: 'The body is not JSON in UTF-8, or begins with a byte order mark.',
      headers: known,
    },
    InvalidApiKey: {
      codes: ['invalid_api_key'],
      description: 'No `X-API-Key`, several, or one that is not right.',
    },
    InvalidSignature: {
      codes: ['invalid_signature'],
      description:
        'The signature is missing, wrong or too old, or there is no such ATS: which of these is not told.',
    },
    InvalidToken: { codes: ['invalid_token'], description: 'No ID token of the configured account.' },
    AtsDisabled: {
      codes: ['ats_disabled'],
      description: 'Carv has disabled the ATS. Told only to those who proved who they are.',
    },
    NotFound: {
      codes: ['not_found'],
      description: 'There is none of this id. What belongs to another ATS or workspace is answered the same.',
      headers: known,
    },
    MethodNotAllowed: {
      codes: ['method_not_allowed'],
      description: 'The path was asked for by a method that it does not have; `Allow` names those it has.',
      headers: { Allow: refTo('headers', 'Allow') },
    },
    BodyTimeout: {
      codes: ['body_timeout'],
      description: 'The body did not arrive within 30 s. Send the request again.',
    },
    IdempotencyKeyReused: {
      codes: ['idempotency_key_reused'],
      description: 'The `Idempotency-Key` came within 24 hours with other content.',
      headers: known,
    },
    EventIdReused: {
      codes: ['event_id_reused'],
      description: 'The `event_id` came within 7 days with other content.',
      headers: known,
    },
    BodyTooLarge: { codes: ['body_too_large'], description: 'The body is larger than 512 KiB.' },
    ResultTooLarge: {
      codes: ['body_too_large', 'record_too_large'],
      description: 'The body is larger than 832 KiB, or the data in it larger than 768 KiB.',
      detail: 'The body is larger than 832 KiB',
    },
    TooLarge: {
      codes: ['body_too_large', 'record_too_large'],
      description: 'The body is larger than 512 KiB, or what would be stored is larger than 768 KiB.',
      headers: optional(known),
    },
    NotJsonContent: {
      codes: ['not_json_content', 'content_encoding'],
      description: 'The body is not sent as `application/json`, or is compressed.',
      headers: known,
    },
    RateLimited: {
      codes: ['rate_limited'],
      description:
        "More requests than the ATS's rate allows. Nothing of it was read or kept: send it again after `Retry-After` seconds.",
      headers: { ...retryAfter(true), ...known },
    },
    InternalError: {
      codes: ['internal'],
      description: 'Our mistake. The words name a reference to quote to Carv.',
      headers: optional(known),
    },
    Unavailable: {
      codes: ['unavailable'],
      description:
        'Something of ours is away for the moment, or did not answer within 25 s. A write may have taken effect: send it again, with its `Idempotency-Key` or `event_id`.',
      headers: { ...retryAfter(false), ...optional(known) },
    },
  } as const satisfies Record<string, ErrorResponse>;
}

export type ErrorName = keyof ReturnType<typeof errorResponses>;

/** The status under which an operation lists one of these answers. */
export function statusOf({ codes }: ErrorResponse): number {
  const [code = 'internal'] = codes;
  return ERRORS[code].status;
}

/** The same as components of a document. */
export function responseComponents(names: ReadonlySet<string>, known?: JsonObject): JsonObject {
  const wanted = Object.entries<ErrorResponse>(errorResponses(known)).filter(([name]) => names.has(name));
  return Object.fromEntries(wanted.map(([name, response]) => [name, toResponse(response)]));
}

function toResponse({ codes, description, headers = {}, detail }: ErrorResponse): JsonObject {
  const examples: Examples = Object.fromEntries(
    codes.map((code, index) => {
      const words = index === 0 && detail !== undefined ? detail : exampleDetail(code);
      return [code, { summary: description, value: { detail: words } }];
    }),
  );
  return {
    description,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: jsonContent(refTo('schemas', 'Error'), examples),
  };
}

function exampleDetail(code: ErrorCode): string {
  const { status, detail } = ERRORS[code];
  return status < 500 ? detail : `${detail}. If it goes on, quote ${INCIDENT} to Carv`;
}
