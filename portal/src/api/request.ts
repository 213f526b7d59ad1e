import { ApiError } from './api-error.ts';
import { readError } from './read-error.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

interface Options {
  body?: object;
  signal?: AbortSignal;
}

/** Asks the portal's API. The cookie goes along by itself: no script ever sees it. Throws an `ApiError` for all but a 2xx. */
export async function request<T>(method: Method, path: string, { body, signal }: Options = {}): Promise<T> {
  const response = await send(method, path, body, signal);
  const text = await response.text().catch(() => '');
  const answer = parse(text);
  if (!response.ok) throw readError(response.status, answer, response.headers.get('retry-after'));
  if (answer === undefined) throw new ApiError(0, 'CarvOS answered with something that cannot be read');
  return answer as T;
}

async function send(
  method: Method,
  path: string,
  body: object | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  try {
    return await fetch(`/portal/api${path}`, {
      method,
      cache: 'no-store',
      credentials: 'same-origin',
      ...(signal && { signal }),
      ...(method !== 'GET' && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 'CarvOS could not be reached');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
