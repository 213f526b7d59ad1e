import { GatewayError } from '../../../core/errors.ts';
import { withDeadline } from '../with-deadline.ts';
import { IdentityToolkitError } from './identity-toolkit-error.ts';

export interface IdentityToolkitDeps {
  /** What comes before `/v1`. */
  url: string;
  projectId: string;
  /** The project's web API key. */
  apiKey: string;
  /** The headers of an account that may manage the project's people: its OAuth token, and what Google asks for besides. */
  ownerHeaders: () => Promise<Record<string, string>>;
  /** For one call, getting its access token included. */
  timeoutMs: number;
}

/** Calls of Identity Toolkit's REST API, version 1. Each ends within its deadline. */
export interface IdentityToolkit {
  /** One that anybody may make who has the API key, such as `accounts:resetPassword`. */
  asAnyone<T>(method: string, body: object): Promise<T>;
  /** One that only the project's own may make, such as `/accounts:lookup`; what follows `projects/<project>`. */
  asOwner<T>(method: string, body: object): Promise<T>;
}

/** Google says of no address for how long it is locked; its own documentation speaks of trying again later. */
const RETRY_AFTER_SECONDS = '60';

/**
 * Throws an {@link IdentityToolkitError} for what is refused, a `rate_limited` {@link GatewayError} where it was asked too often, and an
 * Error where the service cannot be reached. Neither holds anything of a request: passwords, tokens and codes are in there.
 */
export function createIdentityToolkit(deps: IdentityToolkitDeps): IdentityToolkit {
  const { url, projectId, apiKey, ownerHeaders, timeoutMs } = deps;
  const inTime = <T>(method: string, work: (signal: AbortSignal) => Promise<T>) => {
    const controller = new AbortController();
    const message = `Identity Platform did not answer ${method} within ${timeoutMs} ms`;
    return withDeadline(work(controller.signal), timeoutMs, message).finally(() => controller.abort());
  };
  return {
    asAnyone: (method, body) =>
      inTime(method, (signal) =>
        call({ method, url: `${url}/v1/${method}?key=${encodeURIComponent(apiKey)}`, body, signal }),
      ),
    asOwner: (method, body) =>
      inTime(method, async (signal) => {
        const headers = await ownerHeaders();
        return call({ method, url: `${url}/v1/projects/${projectId}${method}`, headers, body, signal });
      }),
  };
}

const TOO_OFTEN = ['TOO_MANY_ATTEMPTS_TRY_LATER', 'RESET_PASSWORD_EXCEED_LIMIT'];

interface Call {
  method: string;
  url: string;
  headers?: Record<string, string> | undefined;
  body: object;
  signal: AbortSignal;
}

async function call<T>({ method, url, headers, body, signal }: Call): Promise<T> {
  const { ok, status, text } = await post(url, { headers, body, signal }).catch((error) => {
    throw new Error(`Identity Platform cannot be reached for ${method}: ${reasonOf(error)}`);
  });
  const answer = parseObject(text);
  if (ok && answer !== undefined) return answer as T;
  const code = codeOf(answer ?? {});
  if (!TOO_OFTEN.includes(code)) throw new IdentityToolkitError(method, code, status);
  throw new GatewayError('rate_limited', { headers: { 'retry-after': RETRY_AFTER_SECONDS } });
}

async function post(url: string, { headers, body, signal }: Pick<Call, 'headers' | 'body' | 'signal'>) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    // What was meant for Google is not carried elsewhere.
    redirect: 'error',
    signal,
  });
  return { ok: response.ok, status: response.status, text: await response.text() };
}

/** What is no JSON comes from something in between, such as a load balancer; its text is of no use to anybody. */
function parseObject(text: string): object | undefined {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Only the code: what comes after it is prose, which may repeat what was sent. */
function codeOf(answer: object): string {
  const { error } = answer as { error?: { message?: unknown; status?: unknown } };
  const [code] = /^[A-Z][A-Z_]+(?=$| :|:)/.exec(String(error?.message)) ?? [];
  return code ?? /^[A-Z_]+$/.exec(String(error?.status))?.[0] ?? 'UNKNOWN';
}

/** The error of `fetch` itself is left out: some of its texts repeat the URL, and the key is in that. */
function reasonOf(error: unknown): string {
  const { cause, name } = Object(error) as { cause?: { code?: unknown }; name?: unknown };
  return String(cause?.code ?? name);
}
