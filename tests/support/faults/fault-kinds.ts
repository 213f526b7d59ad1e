import { ConflictError } from '../../../functions/shared/ports/store.ts';
import { isWebhook, type RemoteCall, type RemoteMethod } from './remote-call.ts';

/** How one call goes wrong. `is refused`: the client library repeats what took effect, and meets its own write. */
export type FaultKind =
  | 'fails'
  | 'hangs'
  | 'takes effect and fails'
  | 'takes effect and hangs'
  | 'takes effect and is refused';

/** Before or after makes no difference to what has no effect. */
const READING = ['fails', 'hangs'] as const;
const ACTING = ['fails', 'takes effect and fails', 'hangs', 'takes effect and hangs'] as const;
const WRITING = [...ACTING, 'takes effect and is refused'] as const;

/** Every way in which a call of each method can go wrong. */
export const FAULT_KINDS: Readonly<Record<RemoteMethod, readonly FaultKind[]>> = {
  getAll: READING,
  query: READING,
  count: READING,
  commit: WRITING,
  enqueue: ACTING,
  current: READING,
  byVersion: READING,
  derive: READING,
  token: READING,
  send: ACTING,
};

/** What the caller gets of a call that goes wrong. */
export function failure(call: RemoteCall, kind: FaultKind): unknown {
  // A sender does not throw: a failing endpoint is its result.
  if (call.method === 'send') {
    const failure = kind === 'fails' ? 'connection_refused' : 'connection_lost';
    return { kind: 'error', failure, reason: 'made up', durationMs: 0 };
  }
  throw kind === 'takes effect and is refused' ? new ConflictError() : new Error(`${call.label} ${kind}`);
}

/** Whether a fault keeps what became of a webhook that was sent from being written down. */
export function losesAttempt(call: RemoteCall, kind: FaultKind): boolean {
  if (isWebhook(call)) return kind === 'takes effect and hangs';
  return call.method === 'commit' && (kind === 'fails' || kind === 'hangs');
}
