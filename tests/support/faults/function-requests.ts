import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FUNCTION_NAMES, type FunctionName } from '../../../functions/function-names.ts';
import { functionForPath } from '../../../functions/public-routes.ts';
import type { StartTimer } from '../../../functions/shared/flows/in-time.ts';
import type { RemoteCall } from './remote-call.ts';

export interface PendingTimer {
  ms: number;
  ring: () => void;
  /** The call that had just been made as it was started: the one it is for, if it is for one alone. */
  call: RemoteCall | undefined;
}

/** One request that a function is answering. */
export interface FunctionRequest {
  name: FunctionName;
  response: ServerResponse;
  /** What is waited for in it, and for how long. */
  timers: Set<PendingTimer>;
  lastCall?: RemoteCall;
  /** The `event_id` of the webhook that was sent in it. */
  sent?: string;
}

/**
 * Tells which function's request a piece of code runs in, for every HTTP server of this process. What runs outside of one, like the
 * test itself, runs in none.
 */
export class FunctionRequests {
  readonly #current = new AsyncLocalStorage<FunctionRequest | undefined>();
  readonly #onAnswer: (name: FunctionName, status: number) => void;

  /** `onAnswer` hears of each status that a function answers with. */
  constructor(onAnswer: (name: FunctionName, status: number) => void) {
    this.#onAnswer = onAnswer;
    subscribe('http.server.request.start', this.#begin);
  }

  current(): FunctionRequest | undefined {
    return this.#current.getStore();
  }

  /** Runs `work` as somebody else's, such as the AI service's, although a function's request led to it. */
  outside<T>(work: () => T): T {
    return this.#current.run(undefined, work);
  }

  /** Timers that ring only when a test lets them. */
  readonly startTimer: StartTimer = (ms, ring) => {
    const request = this.current();
    const timer = { ms, ring, call: request?.lastCall };
    request?.timers.add(timer);
    return () => request?.timers.delete(timer);
  };

  stop(): void {
    unsubscribe('http.server.request.start', this.#begin);
  }

  readonly #begin = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const name = functionOf(request);
    this.#current.enterWith(name && { name, response, timers: new Set() });
    if (name) response.once('finish', () => this.#onAnswer(name, response.statusCode));
  };
}

function functionOf({ url = '' }: IncomingMessage): FunctionName | undefined {
  const path = url.split('?', 1)[0] as string;
  return functionForPath(path) ?? FUNCTION_NAMES.find((name) => path === `/_functions/${name}`);
}
