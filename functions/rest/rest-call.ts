import type { Ats } from '../shared/core/ats.ts';
import type { AcceptDeps, AcceptState } from '../shared/flows/accept-event.ts';
import type { RouteMatch } from '../shared/http/route.ts';
import type { KeyVault } from '../shared/ports/key-vault.ts';
import type { LocatedCall } from './locate-call.ts';
import type { RestTarget } from './rest-target.ts';

export interface RestDeps extends AcceptDeps {
  vault: KeyVault;
}

/** A call whose sender is known and allowed in, and what the store holds for it. */
export interface RestCall extends RouteMatch<RestTarget>, LocatedCall {
  ats: Ats;
  read: AcceptState;
}
