import { callPlace } from './call-place.ts';
import { type FaultKind, failure, losesAttempt } from './fault-kinds.ts';
import type { FunctionRequest, FunctionRequests } from './function-requests.ts';
import { isWebhook, REMOTE_METHODS, type RemoteCall, type RemotePort, subjectOf } from './remote-call.ts';

/** Decides over one call: how it goes wrong, or undefined when it does not. */
export type FaultPlan = (call: RemoteCall) => FaultKind | undefined;

export interface InjectorNotes {
  calls: RemoteCall[];
  faults: string[];
  /** Attempts whose result could not be written down, by `event_id`. */
  lostAttempts: Map<string, number>;
  /** Calls that nothing would have ended. */
  problems: string[];
}

const none = (): InjectorNotes => ({ calls: [], faults: [], lostAttempts: new Map(), problems: [] });

/** Stands between the functions and their ports: notes each call, and has it go wrong as planned. */
export class FaultInjector {
  notes = none();
  #plan: FaultPlan = () => undefined;
  readonly #requests: FunctionRequests;

  constructor(requests: FunctionRequests) {
    this.#requests = requests;
  }

  /** From here on calls are noted anew, and go wrong by `plan`. */
  begin(plan: FaultPlan): void {
    this.notes = none();
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
    const kind = this.#plan(call);
    const takesEffect = kind === undefined || kind.startsWith('takes effect');
    const sent = isWebhook(call) ? eventIdOf(call) : request.sent;
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
