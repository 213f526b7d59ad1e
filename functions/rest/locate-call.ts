import type { IncomingMessage } from 'node:http';
import { paths } from '../shared/core/paths.ts';
import { idempotencyKeyReceipt } from '../shared/core/receipt.ts';
import { pathParameter, type RouteMatch } from '../shared/http/route.ts';
import { isIdLength } from './is-id-length.ts';
import { type RequestScope, readScope } from './request-scope.ts';
import type { RestTarget } from './rest-target.ts';

/** Where the documents of a call are. */
export interface LocatedCall {
  scope: RequestScope;
  /** From the path; undefined on calls about the whole list. */
  recordId: string | undefined;
  recordPath: string | undefined;
  receiptPath: string | undefined;
}

/** A located call, or the 422 it will get once its sender is known. */
export type Located = ({ ok: true } & LocatedCall) | { ok: false; error: unknown };

/** Works out from path and headers, before anybody is authenticated, which documents a call needs. */
export function locateCall(request: IncomingMessage, match: RouteMatch<RestTarget>, atsId: string): Located {
  try {
    const scope = readScope(request);
    const { collection, idField } = match.target.recordType;
    const recordId = idField in match.parameters ? pathParameter(match, idField) : undefined;
    // An id that no record can have is not looked for, and so not found.
    const findable = recordId !== undefined && isIdLength(recordId);
    const recordPath = findable ? paths.record(atsId, scope.clientId, collection, recordId) : undefined;
    return { ok: true, scope, recordId, recordPath, receiptPath: receiptPath(request, scope, atsId) };
  } catch (error) {
    return { ok: false, error };
  }
}

function receiptPath(request: IncomingMessage, { idempotencyKey }: RequestScope, atsId: string) {
  const { method = '', url = '' } = request;
  if (idempotencyKey === undefined) return undefined;
  const path = url.split('?', 1)[0] as string;
  return paths.receipt(atsId, idempotencyKeyReceipt(idempotencyKey, method, path));
}
