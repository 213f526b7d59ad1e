import fc from 'fast-check';
import { MAX_BODY_BYTES } from '../../../functions/shared/core/limits.ts';
import type { DescribedOperation } from '../described-operations.ts';
import { anyJson, anyText, jsonLike } from './arbitrary-json.ts';

/** A request that was made up, without what proves who sends it. */
export interface FuzzedRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
  chunked: boolean;
  proof: DescribedOperation['proof'];
  proofIs: 'right' | 'wrong' | 'twice' | 'missing';
  /** Stands for a reference id that was given out before, counted round. */
  known: number;
}

/** In a path, is to be replaced by a reference id that was given out before. */
export const KNOWN_REFERENCE_ID = 'KNOWN-REFERENCE-ID';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

/** Mostly what is right, so that requests get past the first check. */
const mostly = <T>(right: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: other });

/** What Node's client lets through: Latin-1 without control characters. */
const headerText = fc
  .oneof(
    anyText.map((text) => Buffer.from(text).toString('latin1')),
    fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) }),
  )
  .map((text) => text.replaceAll(/[^\x20-\x7e\x80-\xff]/g, ''));

// Bytes that are not ASCII make a request line that is no HTTP, which is answered before any route is looked for.
const pathSegment = fc.oneof(
  anyText.map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 9,
  }),
  fc.constantFrom('%', '%ff', '%c3%28', '%2e%2e', '..', '.', '%00', '%ED%A0%80', ';a=b', '*'),
);

const junkPath = fc.oneof(
  fc.array(pathSegment, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`),
  fc.constantFrom(
    '/v1',
    '/v1/',
    '//v1/candidates',
    '/v1/candidates/',
    '/V1/candidates',
    '/internal/v1/sweep',
    '/docs/..%2findex.ts',
    '/docs/swagger-ui.css',
    '*',
  ),
);

/** A request to one of the operations, or past it: its method, path, query, headers and body, each now and then not as it should be. */
export function arbitraryRequest(operations: readonly DescribedOperation[]): fc.Arbitrary<FuzzedRequest> {
  return fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      method: mostly(fc.constant(operation.method), fc.constantFrom(...METHODS)),
      path: mostly(
        fc.tuple(pathOf(operation), queryOf(operation)).map(([path, query]) => path + query),
        junkPath,
      ),
      headers: headersOf(operation),
      body: mostly(bodyOf(operation), oddBody),
      chunked: mostly(fc.constant(false), fc.constant(true)),
      proof: fc.constant(operation.proof),
      proofIs: mostly(fc.constant('right' as const), fc.constantFrom('wrong', 'twice', 'missing')),
      known: fc.nat(),
    }),
  );
}

function pathOf({ template, parameters }: DescribedOperation): fc.Arbitrary<string> {
  const parts = template.split('/').map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return fc.constant(part);
    if (name === 'reference_id') return fc.oneof(fc.constant(KNOWN_REFERENCE_ID), fc.uuid(), pathSegment);
    const example = parameters.find((parameter) => parameter.name === name)?.example;
    return fc.oneof(fc.constant(encodeURIComponent(String(example))), pathSegment);
  });
  return fc.tuple(...parts).map((filled) => filled.join('/'));
}

function queryOf({ parameters }: DescribedOperation): fc.Arbitrary<string> {
  const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const value = fc.oneof(fc.integer({ min: -1, max: 120 }).map(String), pathSegment);
  const pair = fc
    .tuple(fc.constantFrom('unknown', 'limit', ...names), value)
    .map(([name, text]) => `${name}=${text}`);
  return fc
    .oneof(fc.constant([]), fc.array(pair, { maxLength: 3 }))
    .map((pairs) => (pairs.length > 0 ? `?${pairs.join('&')}` : ''));
}

function headersOf({ parameters }: DescribedOperation): fc.Arbitrary<Record<string, string | string[]>> {
  const known = parameters
    .filter((parameter) => parameter.in === 'header' && parameter.name !== 'X-Webhook-Signature')
    .map(({ name, example }) => {
      const right =
        name === 'Idempotency-Key'
          ? fc.constantFrom('key-1', 'key-2', 'key-3')
          : fc.constant(String(example));
      return [
        name.toLowerCase(),
        option(right, fc.oneof(headerText, fc.array(headerText, { maxLength: 2 }))),
      ] as const;
    });
  const others = {
    'content-type': option(
      fc.constantFrom('application/json', 'application/json; charset=utf-8'),
      fc.oneof(
        fc.constantFrom('text/plain', 'application/merge-patch+json', 'application/json; charset=latin1'),
        headerText,
      ),
    ),
    'content-encoding': rarely(fc.constantFrom('gzip', 'identity', 'br', '')),
    traceparent: rarely(headerText),
    accept: rarely(fc.constantFrom('text/html', '*/*', 'nonsense')),
    'x-http-method-override': rarely(fc.constantFrom('DELETE', 'PUT')),
  };
  return fc.record({ ...Object.fromEntries(known), ...others }).map(withoutEmpty);
}

const option = <T>(right: fc.Arbitrary<T>, other: fc.Arbitrary<T | string | string[]>) =>
  mostly<T | string | string[] | undefined>(right, fc.oneof(other, fc.constant(undefined)));

const rarely = <T>(other: fc.Arbitrary<T>) => mostly<T | undefined>(fc.constant(undefined), other);

function withoutEmpty(headers: Record<string, unknown>): Record<string, string | string[]> {
  const set = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as Record<string, string | string[]>;
}

function bodyOf({ bodies }: DescribedOperation): fc.Arbitrary<Buffer> {
  if (bodies.length === 0) return fc.constant(Buffer.alloc(0));
  return fc
    .constantFrom(...bodies)
    .chain((body) => fc.oneof(fc.constant(JSON.stringify(body)), jsonLike(body)))
    .map((text) => Buffer.from(text));
}

/** What is no JSON, or none that one would expect. */
const oddBody = fc.oneof(
  anyJson.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(
      ...[
        '',
        '{',
        '{}',
        '[]',
        'null',
        '{"a":1,"a":2}',
        '{"a":01}',
        '{"a":1}x',
        '\ufeff{}',
        '{"candidate_id":"\\ud800"}',
      ],
    )
    .map((text) => Buffer.from(text)),
  fc.constant(Buffer.alloc(MAX_BODY_BYTES + 1, ' ')),
);
