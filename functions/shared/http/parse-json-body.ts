import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../core/errors.ts';
import type { JsonValue } from '../core/json/json-value.ts';
import { MAX_JSON_DEPTH, parseJson } from '../core/json/parse-json.ts';
import { validationError } from '../core/validation-error.ts';

/** `application/json`, alone or with a charset, which can only be UTF-8 (RFC 8259, section 8.1). */
const JSON_TYPE = /^application\/json[ \t]*(;[ \t]*charset=("utf-8"|utf-8)[ \t]*)?;?[ \t]*$/i;

const DETAILS = {
  'not-utf8': 'The body is not valid UTF-8',
  'byte-order-mark': 'The body begins with a byte order mark: send UTF-8 without one',
  'not-json': 'The body is not valid JSON',
} as const;

export interface JsonBody {
  /** Numbers as written. */
  value: JsonValue;
  /** The same with doubles, for validation. */
  plain: unknown;
}

/** Reads the bytes of a body as JSON. Throws 415, 400 or, for what nests too deep, 422: in this order. */
export function parseJsonBody(request: IncomingMessage, bytes: Uint8Array): JsonBody {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== '') throw new GatewayError('content_encoding');
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) throw new GatewayError('not_json_content');
  const parsed = parseJson(bytes);
  if (parsed.ok) return parsed;
  if (parsed.reason !== 'too-deep') throw new GatewayError('not_json', { detail: DETAILS[parsed.reason] });
  throw validationError({
    loc: ['body'],
    msg: `The body nests deeper than ${MAX_JSON_DEPTH} levels`,
    type: 'too_deep',
  });
}
