import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { withoutSignature } from '../id-token-issuer.ts';
import { dispatchHeaders } from './dispatch-headers.ts';
import { type StartTimer, startRealTimer } from './start-timer.ts';
import type { Answer, Attempt, OidcToken } from './stored-task.ts';

export interface HttpDispatchDeps {
  /** An ID token that says "I am `email`", for `audience`. */
  idToken: (wanted: OidcToken) => Promise<string>;
  /** Whether the signature is taken off the token, as Cloud Run does once it has verified it. */
  stripSignature?: boolean;
  startTimer?: StartTimer;
}

export interface HttpDispatch {
  /** Sends one attempt. Never throws: what goes wrong is an attempt without an answer. Redirects are not followed. */
  send(attempt: Attempt): Promise<Answer>;
  /** Breaks off what is under way. */
  close(): void;
}

/** Dispatches by HTTP, with the headers of Cloud Tasks. */
export function createHttpDispatch(deps: HttpDispatchDeps): HttpDispatch {
  const { idToken, stripSignature = false, startTimer = startRealTimer } = deps;
  const agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  };
  const underWay = new Set<AbortController>();

  async function authorization({ oidcToken }: Attempt['task']): Promise<Record<string, string>> {
    if (oidcToken === undefined) return {};
    const token = await idToken(oidcToken);
    return { Authorization: `Bearer ${stripSignature ? withoutSignature(token) : token}` };
  }

  async function exchange(attempt: Attempt, signal: AbortSignal): Promise<number> {
    const { task } = attempt;
    const headers = { ...dispatchHeaders(attempt), ...(await authorization(task)) };
    const isHttps = task.url.startsWith('https:');
    const request = isHttps ? requestHttps : requestHttp;
    const agent = agents[isHttps ? 'https:' : 'http:'];
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const outgoing = request(task.url, { method: task.method, headers, agent, signal });
    outgoing.once('response', (response: IncomingMessage) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0)).once('error', reject);
    });
    outgoing.once('error', reject);
    outgoing.end(task.body);
    return promise;
  }

  return {
    async send(attempt) {
      const ending = new AbortController();
      underWay.add(ending);
      const end = (reason: string) => ending.abort(new Error(reason));
      const callOff = startTimer(attempt.task.dispatchDeadlineMs, () => end('Deadline exceeded'));
      try {
        const status = await Promise.race([exchange(attempt, ending.signal), aborted(ending.signal)]);
        return { status, reason: `HTTP status code ${status}` };
      } catch (error) {
        return { status: undefined, reason: inHeader((error as Error).message) };
      } finally {
        callOff();
        underWay.delete(ending);
      }
    },
    close() {
      for (const ending of underWay) ending.abort(new Error('The emulator has ended'));
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** Rejects with the reason of the signal; a token that never comes must not outlast the deadline either. */
function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}

/** What may stand in a header. */
function inHeader(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 200);
}
