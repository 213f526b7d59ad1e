import type { Ats } from '../shared/core/ats.ts';
import type { AcceptDeps, AcceptInput, AcceptState } from '../shared/flows/accept-event.ts';
import type { JsonBody } from '../shared/http/parse-json-body.ts';
import type { RateLimiterDeps } from '../shared/http/rate-limiter.ts';
import type { Answer } from '../shared/http/respond.ts';
import type { KeyVault } from '../shared/ports/key-vault.ts';
import type { StoredDocument } from '../shared/ports/store.ts';
import type { LocatedCall } from './locate-call.ts';
import type { RequestScope } from './read-headers.ts';

export interface RestDeps extends AcceptDeps, RateLimiterDeps {
  vault: KeyVault;
}

/** A call whose sender is known and allowed in, and what the store holds for it. */
export interface RestCall<Scope> extends LocatedCall<Scope> {
  ats: Ats;
  query: URLSearchParams;
  /** On calls that take one. */
  body: (JsonBody & { byteLength: number }) | undefined;
  receipt: AcceptState['receipt'];
  /** The operation's own document. */
  document: StoredDocument<object> | undefined;
}

interface OperationBase<Scope> {
  /** The document that the call is about, read together with the ATS; undefined when it can have none. */
  documentPath?(atsId: string, call: LocatedCall<Scope>): string | undefined;
}

/** Is accepted, and answered 202 with its reference id. */
export interface Write<Scope> extends OperationBase<Scope> {
  takesBody: boolean;
  /** What the call asks to accept. Throws a 422. */
  accept(call: RestCall<Scope>): AcceptInput;
}

/** Is answered at once. */
export interface Read<Scope> extends OperationBase<Scope> {
  read(deps: RestDeps, call: RestCall<Scope>): Promise<Answer>;
}

/**
 * What answers one method of one route: with the headers that name client and user, which are then demanded, or with an API key and
 * nothing else.
 */
export type Operation =
  | ({ needs: 'client-and-user' } & (Write<RequestScope> | Read<RequestScope>))
  | ({ needs: 'key' } & (Write<undefined> | Read<undefined>));
