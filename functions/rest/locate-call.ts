import type { IncomingMessage } from 'node:http';
import { paths } from '../shared/core/paths.ts';
import { idempotencyKeyReceipt } from '../shared/core/receipt.ts';
import { pathParameter, type RouteMatch } from '../shared/http/route.ts';
import type { Operation } from './operation.ts';
import { type RequestScope, readHeaders } from './read-headers.ts';

/** What a call says by its path and headers. */
export interface LocatedCall<Scope> {
  /** Undefined where an operation needs none. */
  scope: Scope;
  /** From the path, decoded. */
  parameters: Readonly<Record<string, string>>;
  receiptPath: string | undefined;
}

/** A located call, or the 422 it will get once its sender is known. */
export type Located =
  | ({ ok: true; documentPath: string | undefined } & LocatedCall<RequestScope | undefined>)
  | { ok: false; error: unknown };

/** Works out from path and headers, before anybody is authenticated, which documents a call needs. */
export function locateCall(request: IncomingMessage, match: RouteMatch<Operation>, atsId: string): Located {
  try {
    const { scope, idempotencyKey } = readHeaders(request, match.target.needs);
    const names = Object.keys(match.parameters);
    const parameters = Object.fromEntries(names.map((name) => [name, pathParameter(match, name)]));
    const call = { scope, parameters, receiptPath: receiptPath(request, idempotencyKey, atsId) };
    // What an operation needs it also gets: the scope is there where it asks for one.
    const { documentPath } = match.target as {
      documentPath?(atsId: string, call: unknown): string | undefined;
    };
    return { ok: true, ...call, documentPath: documentPath?.(atsId, call) };
  } catch (error) {
    return { ok: false, error };
  }
}

function receiptPath(request: IncomingMessage, idempotencyKey: string | undefined, atsId: string) {
  const { method = '', url = '' } = request;
  if (idempotencyKey === undefined) return undefined;
  const path = url.split('?', 1)[0] as string;
  return paths.receipt(atsId, idempotencyKeyReceipt(idempotencyKey, method, path));
}
