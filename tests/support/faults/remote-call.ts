import type { FunctionName } from '../../../functions/function-names.ts';
import { splitDocumentPath } from '../../../functions/shared/core/document-path.ts';
import type { SendRequest } from '../../../functions/shared/ports/http-sender.ts';
import type { CountQuery, Query, Write } from '../../../functions/shared/ports/store.ts';
import type { NewTask } from '../../../functions/shared/ports/task-queue.ts';

/** The methods of ports that go out to something that may fail or stay silent. */
export const REMOTE_METHODS = {
  store: ['getAll', 'commit', 'query', 'count'],
  queue: ['enqueue'],
  vault: ['current', 'byVersion', 'derive'],
  identity: ['token'],
  sender: ['send'],
} as const;

export type RemotePort = keyof typeof REMOTE_METHODS;
export type RemoteMethod = (typeof REMOTE_METHODS)[RemotePort][number];

/** One call of a port, made by a function as it answers a request. */
export interface RemoteCall {
  function: FunctionName;
  method: RemoteMethod;
  args: readonly unknown[];
  /** What tells it from the function's other calls: where it is made, and what it is about. */
  label: string;
  /** Where the call stands in the sources, `file:line`. */
  line: () => string;
}

export function isWebhook({ method, args }: RemoteCall): boolean {
  return method === 'send' && !isAiCall(args[0] as SendRequest);
}

export function isAiCall({ url }: Pick<SendRequest, 'url'>): boolean {
  return url.endsWith('/v1/process');
}

/** What a call is about, without anything that differs from run to run. */
export function subjectOf(method: RemoteMethod, args: readonly unknown[]): string {
  if (method === 'getAll') return (args as string[]).map(collectionOf).join(', ');
  if (method === 'commit') {
    return (args[0] as Write[]).map(({ type, path }) => `${type} ${collectionOf(path)}`).join(', ');
  }
  if (method === 'query' || method === 'count') {
    return lastSegment((args[0] as Query | CountQuery).collection);
  }
  if (method === 'enqueue') return (args[0] as NewTask).queue;
  if (method === 'send') return isAiCall(args[0] as SendRequest) ? 'AI service' : 'webhook';
  return method === 'token' || method === 'derive' ? String(args[0]) : '';
}

function collectionOf(path: string): string {
  return lastSegment(splitDocumentPath(path)[0]);
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
