import type { Ats } from '../shared/core/ats.ts';
import type { RecordType } from '../shared/core/records/record-type.ts';
import type { AcceptDeps, AcceptState } from '../shared/flows/accept-event.ts';
import type { RouteMatch } from '../shared/http/route.ts';
import type { KeyVault } from '../shared/ports/key-vault.ts';
import type { LocatedCall } from './locate-call.ts';

export interface RestDeps extends AcceptDeps {
  vault: KeyVault;
}

/** What a route answers: one operation on one type of record. */
export interface RestTarget {
  operation: 'create' | 'update' | 'delete' | 'get' | 'list';
  recordType: RecordType;
}

/** A call whose sender is known and allowed in, and what the store holds for it. */
export interface RestCall extends RouteMatch<RestTarget>, LocatedCall {
  ats: Ats;
  read: AcceptState;
}
