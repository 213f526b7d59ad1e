import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../core/errors.ts';
import type { JsonValue } from '../core/json/json-value.ts';
import { MAX_JSON_DEPTH, parseJson } from '../core/json/parse-json.ts';
import { validationError } from '../core/validation-error.ts';

/**
 * `application/json`, alone or with a charset, which can only be UTF-8 (RFC 8259, section 8.1). Parts are trimmed rather than
 * matched: an expression that allows white space in several places takes quadratic time over thousands of spaces.
 */
function isJsonType(contentType: string): boolean {
  const [type = '', charset = '', ...rest] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const utf8 = charset === '' || charset === 'charset=utf-8' || charset === 'charset="utf-8"';
  return type === 'application/json' && utf8 && rest.every((part) => part === '');
}

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
export function parseJsonBody(
  request: IncomingMessage,
  bytes: Uint8Array,
  maxDepth: number = MAX_JSON_DEPTH,
): JsonBody {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== '') throw new GatewayError('content_encoding');
  if (!isJsonType(request.headers['content-type'] ?? '')) throw new GatewayError('not_json_content');
  const parsed = parseJson(bytes, maxDepth);
  if (parsed.ok) return parsed;
  if (parsed.reason !== 'too-deep') throw new GatewayError('not_json', { detail: DETAILS[parsed.reason] });
  throw validationError({
    loc: ['body'],
    msg: `The body nests deeper than ${maxDepth} levels`,
    type: 'too_deep',
  });
}
