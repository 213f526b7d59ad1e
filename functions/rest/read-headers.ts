import type { IncomingMessage } from 'node:http';
import type { ValidationIssue } from '../shared/core/errors.ts';
import { MAX_ID_LENGTH } from '../shared/core/limits.ts';
import { validationError } from '../shared/core/validation-error.ts';
import { headerAsUtf8, singleHeader } from '../shared/http/request-headers.ts';
import { isIdLength } from './is-id-length.ts';
import type { Operation } from './operation.ts';

/** Whose data a call is about. */
export interface RequestScope {
  clientId: string;
  userId: string;
}

interface ReadHeaders {
  scope: RequestScope | undefined;
  /** Undefined when none was sent, and on reads, which have no use for it. */
  idempotencyKey: string | undefined;
}

const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

/** Reads the headers that an operation needs. Throws a 422 that names every header that is missing or wrong. */
export function readHeaders(request: IncomingMessage, needs: Operation['needs']): ReadHeaders {
  const issues: ValidationIssue[] = [];
  const scope = needs === 'key' ? undefined : readScope(request, issues);
  const idempotencyKey = isWrite(request) ? readIdempotencyKey(request, issues) : undefined;
  if (issues.length > 0) throw validationError(...issues);
  return { scope, idempotencyKey };
}

function readScope(request: IncomingMessage, issues: ValidationIssue[]): RequestScope {
  const clientId = readId(request, 'x-ats-client-id', issues);
  const userId = readId(request, 'x-ats-user-id', issues);
  return { clientId, userId };
}

function isWrite({ method }: IncomingMessage): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function readId(request: IncomingMessage, name: string, issues: ValidationIssue[]): string {
  const loc = ['header', name];
  const { value, repeated } = singleHeader(request, name);
  if (repeated) issues.push({ loc, msg: 'The header came more than once', type: 'repeated' });
  if (value === undefined) {
    issues.push({ loc, msg: 'Field required', type: 'missing' });
    return '';
  }
  const id = headerAsUtf8(value);
  if (id === undefined) {
    issues.push({ loc, msg: 'The header is not valid UTF-8', type: 'encoding' });
    return '';
  }
  if (!isIdLength(id))
    issues.push({ loc, msg: `Must have 1 to ${MAX_ID_LENGTH} characters`, type: 'length' });
  return id;
}

function readIdempotencyKey(request: IncomingMessage, issues: ValidationIssue[]): string | undefined {
  const { value, repeated } = singleHeader(request, 'idempotency-key');
  const loc = ['header', 'idempotency-key'];
  if (repeated) issues.push({ loc, msg: 'The header came more than once', type: 'repeated' });
  if (value !== undefined && !PRINTABLE.test(value)) {
    issues.push({ loc, msg: 'Must have 1 to 255 printable ASCII characters', type: 'length' });
  }
  return value;
}
