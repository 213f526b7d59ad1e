import { ERRORS, type ErrorCode } from '../core/errors.ts';
import type { JsonObject } from '../core/json/json-value.ts';
import type { Caller, DescribedPortalOperation } from '../portal/portal-operation.ts';
import { type Examples, jsonContent, oneExample } from './examples.ts';
import { retryAfter } from './headers.ts';
import { pascalCase, refTo } from './references.ts';

/** What can go wrong with any operation, as its body is read before anything else. */
const ALWAYS: readonly ErrorCode[] = [
  ...(['method_not_allowed', 'body_timeout', 'body_too_large'] as const),
  ...(['validation_failed', 'internal', 'unavailable'] as const),
];

/** Whoever may do a thing of an ATS may be refused another: administrators as if there were none, and staff what is the ATS's own. */
const BY_CALLER: Readonly<Record<Caller, readonly ErrorCode[]>> = {
  anyone: [],
  'signed-in': ['not_signed_in'],
  administrator: ['not_signed_in', 'not_permitted'],
  staff: ['not_signed_in', 'not_permitted'],
  ats: ['not_signed_in'],
};

/** Every error that an operation may answer with. */
export function portalErrors(
  { who, body, errors, rate }: DescribedPortalOperation,
  { path, method }: { path: string; method: string },
): ErrorCode[] {
  const all: ErrorCode[] = [
    ...ALWAYS,
    ...BY_CALLER[who],
    ...errors,
    ...(rate === undefined ? [] : (['rate_limited'] as const)),
    ...(method === 'GET' ? [] : (['foreign_origin'] as const)),
    ...(body === undefined ? [] : (['not_json', 'not_json_content', 'content_encoding'] as const)),
    ...(path.includes('{ats_id}') ? (['not_found'] as const) : []),
  ];
  // In the order of the closed list, so that the same errors make the same answer.
  return (Object.keys(ERRORS) as ErrorCode[]).filter((code) => all.includes(code));
}

/** The answers of these errors by their status, and the components that they point at. */
export function portalErrorResponses(codes: readonly ErrorCode[]): {
  responses: JsonObject;
  components: JsonObject;
} {
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code].status);
  const named = [...byStatus].map(([status, group]) => {
    const name = group.map((code) => pascalCase(code)).join('Or');
    return { status, name, response: toResponse(group) };
  });
  return {
    responses: Object.fromEntries(named.map(({ status, name }) => [status, refTo('responses', name)])),
    components: Object.fromEntries(named.map(({ name, response }) => [name, response])),
  };
}

function toResponse(codes: readonly ErrorCode[]): JsonObject {
  const headers = Object.assign({}, ...codes.map((code) => HEADERS[code] ?? {})) as JsonObject;
  return {
    description: codes.map((code) => `${wordsOf(code)}.`).join(' '),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: contentOf(codes),
  };
}

const HEADERS: Partial<Record<ErrorCode, JsonObject>> = {
  method_not_allowed: { Allow: refTo('headers', 'Allow') },
  sign_in_throttled: retryAfter(true),
  rate_limited: retryAfter(true),
  unavailable: retryAfter(false),
};

function contentOf(codes: readonly ErrorCode[]): JsonObject {
  if (codes.includes('validation_failed')) {
    const issue = { loc: ['query', 'page'], msg: 'Unknown field', type: 'unknown' };
    const examples = oneExample('unknown', 'A field that there is none of', { detail: [issue] });
    return jsonContent(refTo('schemas', 'ValidationError'), examples);
  }
  const examples: Examples = Object.fromEntries(
    codes.map((code) => [code, { summary: wordsOf(code), value: { detail: wordsOf(code) } }]),
  );
  return jsonContent(refTo('schemas', 'Error'), examples);
}

/** The list's words, but for the one limit that is another one here. */
function wordsOf(code: ErrorCode): string {
  return code === 'body_too_large' ? 'The body is larger than 64 KiB' : ERRORS[code].detail;
}
