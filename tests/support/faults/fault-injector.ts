import { callPlace } from './call-place.ts';
import { type FaultKind, failure, losesAttempt } from './fault-kinds.ts';
import type { FunctionRequest, FunctionRequests } from './function-requests.ts';
import {
  isWebhook,
  REMOTE_METHODS,
  type RemoteCall,
  type RemoteMethod,
  type RemotePort,
  subjectOf,
} from './remote-call.ts';

/** Decides over one call: how it goes wrong, or undefined when it does not. */
export type FaultPlan = (call: RemoteCall) => FaultKind | undefined;

export interface InjectorNotes {
  calls: RemoteCall[];
  faults: string[];
  /** The `event_id` of each webhook that was handed to the sender, whatever became of it. */
  handed: string[];
  /** Attempts whose result could not be written down, by `event_id`. */
  lostAttempts: Map<string, number>;
  /** Calls that nothing would have ended. */
  problems: string[];
}

/** Calls that are held back until there are two of them. */
interface Gate {
  method: RemoteMethod;
  waiting: (() => void)[];
}

/** What somebody else does just before a call is made. */
interface Meanwhile {
  matches: (call: RemoteCall) => boolean;
  act: () => Promise<unknown>;
}

const none = (): InjectorNotes => ({
  calls: [],
  faults: [],
  handed: [],
  lostAttempts: new Map(),
  problems: [],
});

/** Stands between the functions and their ports: notes each call, and has it go wrong as planned. */
export class FaultInjector {
  notes = none();
  #plan: FaultPlan = () => undefined;
  #gate: Gate | undefined;
  #meanwhile: Meanwhile | undefined;
  readonly #requests: FunctionRequests;

  constructor(requests: FunctionRequests) {
    this.#requests = requests;
  }

  /** Begins a new run, in which nothing goes wrong yet. */
  begin(): void {
    this.notes = none();
    this.#plan = () => undefined;
    this.#gate = undefined;
    this.#meanwhile = undefined;
  }

  /** Has the next two calls of `method` wait for each other, so that neither request sees what the other one does. */
  pairUp(method: RemoteMethod): void {
    this.#gate = { method, waiting: [] };
  }

  /** Has somebody else `act` just before the next call that `matches`, once. */
  meanwhile(matches: Meanwhile['matches'], act: Meanwhile['act']): void {
    this.#meanwhile = { matches, act };
  }

  /** From here on calls go wrong by `plan`, and those before are not spoken of. */
  follow(plan: FaultPlan): void {
    this.notes.calls = [];
    this.#plan = plan;
  }

  /** Puts itself in front of the ports, which stay the same objects. */
  wrap(ports: { [K in RemotePort]: object }): void {
    for (const [port, methods] of Object.entries(REMOTE_METHODS)) {
      const methodsOf = ports[port as RemotePort] as Record<string, (...args: unknown[]) => Promise<unknown>>;
      for (const method of methods) {
        const real = methodsOf[method];
        if (real === undefined) throw new Error(`there is no ${port}.${method}`);
        methodsOf[method] = (...args) => {
          const request = this.#requests.current();
          const act = () => real.apply(methodsOf, args);
          if (request === undefined || isInMemory(method, args)) return act();
          const { path, line } = callPlace();
          const label = `${request.name}: ${port}.${method}(${subjectOf(method, args)}) in ${path}`;
          return this.#meet({ function: request.name, method, args, label, line }, request, act);
        };
      }
    }
  }

  async #meet(call: RemoteCall, request: FunctionRequest, act: () => Promise<unknown>): Promise<unknown> {
    this.notes.calls.push(call);
    request.lastCall = call;
    await this.#passGate(call);
    await this.#letOthersAct(call);
    const kind = this.#plan(call);
    const takesEffect = kind === undefined || kind.startsWith('takes effect');
    const sent = isWebhook(call) ? eventIdOf(call) : request.sent;
    if (isWebhook(call)) this.notes.handed.push(eventIdOf(call));
    if (isWebhook(call) && takesEffect) request.sent = eventIdOf(call);
    if (kind !== undefined) {
      this.notes.faults.push(`${call.label} ${kind}`);
      const { lostAttempts } = this.notes;
      if (sent && losesAttempt(call, kind)) lostAttempts.set(sent, (lostAttempts.get(sent) ?? 0) + 1);
    }
    const result = takesEffect ? await act() : undefined;
    if (kind === undefined) return result;
    return kind.endsWith('hangs') ? this.#hang(call, request) : failure(call, kind);
  }

  #passGate({ method }: RemoteCall): Promise<void> | undefined {
    if (this.#gate?.method !== method) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate.waiting.push(resolve);
    if (this.#gate.waiting.length === 2) {
      for (const open of this.#gate.waiting) open();
      this.#gate = undefined;
    }
    return promise;
  }

  async #letOthersAct(call: RemoteCall): Promise<void> {
    const { matches, act } = this.#meanwhile ?? {};
    if (!act || !matches?.(call)) return;
    this.#meanwhile = undefined;
    await this.#requests.outside(act);
  }

  /** Never answers. In place of the time that passes, whoever gives up first does so at once. */
  #hang(call: RemoteCall, request: FunctionRequest): Promise<never> {
    setImmediate(() => {
      const timers = [...request.timers].toSorted((a, b) => b.ms - a.ms);
      const own = timers.find((timer) => timer.call === call) ?? timers[0];
      if (own) return own.ring();
      const isPublic = ['rest', 'webhooks', 'results'].includes(request.name);
      if (isPublic) this.notes.problems.push(`${call.label} hangs, and nothing ends the request`);
      // A worker that does not answer is given up by its queue, the sweep by the scheduler.
      request.response.destroy();
    });
    return new Promise(() => {});
  }
}

/** The key that the embedded platform's tokens are proven with; elsewhere nothing is asked for one. */
function isInMemory(method: string, [use]: unknown[]): boolean {
  return method === 'derive' && use === 'service-identity';
}

function eventIdOf({ args: [request] }: RemoteCall): string {
  const { body } = request as { body: Buffer };
  return JSON.parse(body.toString('utf8')).event_id;
}
