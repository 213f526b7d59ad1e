import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import got from 'got';
import { literalAddress } from '../../core/addresses/host-problem.ts';
import type { HttpSender, SendRequest, SendResult } from '../../ports/http-sender.ts';
import type { AddressFilter } from './address-filter.ts';
import { classifySendError, errorCode } from './classify-send-error.ts';
import { readAtMost } from './read-at-most.ts';

export interface GotHttpSenderOptions {
  /** Certificate authorities in PEM to trust instead of the system's; for tests with a real TLS server. */
  ca?: string[];
  /** Which addresses are dialled. Without it any, as the system finds them. */
  filter?: AddressFilter;
}

type Answer = Pick<
  Extract<SendResult, { kind: 'response' }>,
  'statusCode' | 'headers' | 'body' | 'bodyTruncated'
>;

/**
 * Sends with got. No redirects, no retries of its own, nothing inflated; one deadline from name look-up to the last byte; at
 * most `maxResponseBytes` of the answer are kept and the rest is not read.
 */
export function createGotHttpSender({ ca, filter }: GotHttpSenderOptions = {}): HttpSender {
  const tls = { minVersion: 'TLSv1.2', ...(ca ? { ca } : {}) } as const;
  // The addresses that were checked are those that are dialled; a connection that is used again is to one of them.
  const dial = filter ? { lookup: lookupWith(filter) } : {};
  const keepAlive = { keepAlive: true, scheduling: 'lifo', timeout: 30_000, ...dial } as const;
  const pooled = { http: new HttpAgent(keepAlive), https: new HttpsAgent({ ...keepAlive, ...tls }) };
  const unpooled = { http: new HttpAgent(dial), https: new HttpsAgent({ ...dial, ...tls }) };

  /** One exchange; rejects with what went wrong. */
  function exchange(request: SendRequest, signal: AbortSignal, agent = pooled): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    let connection: ClientRequest | undefined;
    let answered = false;
    const fail = (error: unknown) =>
      reject(new ExchangeError(error, !answered && (connection?.reusedSocket ?? false)));
    // Whatever becomes of the stream, nobody waits beyond the deadline.
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    const stream = got.stream.post(new URL(request.url), {
      headers: request.headers,
      body: request.body,
      agent,
      signal,
      decompress: false,
      followRedirect: false,
      throwHttpErrors: false,
      retry: { limit: 0 },
    });
    stream.once('request', (made: ClientRequest) => {
      connection = made;
      // A 101 nobody asked for hands its socket over: unheard, that socket's errors would end the process.
      made.once('upgrade', ({ statusCode = 101, headers }: IncomingMessage, socket: Duplex) => {
        socket.on('error', () => {}).destroy();
        resolve({ statusCode, headers, body: Buffer.alloc(0), bodyTruncated: false });
        stream.destroy();
      });
    });
    stream.once('response', (response: IncomingMessage) => {
      answered = true;
      readAtMost(stream, request.maxResponseBytes).then(({ body, truncated }) => {
        const { statusCode = 0, headers } = response;
        resolve({ statusCode, headers, body, bodyTruncated: truncated });
      }, fail);
    });
    stream.on('error', fail);
    return promise;
  }

  return {
    async send(request) {
      const started = performance.now();
      const elapsed = () => Math.round(performance.now() - started);
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), request.timeoutMs);
      try {
        await assertLiteral(request.url, filter);
        const answer = await exchange(request, deadline.signal).catch((error: unknown) => {
          // A kept-alive socket that the other side had just closed says nothing of the endpoint: ask again on a new one.
          if (isStaleSocket(error) && !deadline.signal.aborted) {
            return exchange(request, deadline.signal, unpooled);
          }
          throw error;
        });
        return { kind: 'response', ...answer, durationMs: elapsed() };
      } catch (error) {
        const cause = deadline.signal.aborted ? { code: 'ETIMEDOUT' } : error;
        return { kind: 'error', ...classifySendError(cause), durationMs: elapsed() };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** A host that is an address is dialled without any look-up, and so is looked at before. */
async function assertLiteral(url: string, filter: AddressFilter | undefined): Promise<void> {
  const hostname = filter && URL.parse(url)?.hostname;
  if (hostname && literalAddress(hostname) !== undefined) await filter(hostname);
}

function lookupWith(filter: AddressFilter): LookupFunction {
  return (hostname, { all }, callback) => {
    filter(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (all) callback(null, addresses);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

class ExchangeError extends Error {
  /** Nothing at all came back over a connection that had served before. */
  readonly silentReuse: boolean;
  constructor(cause: unknown, silentReuse: boolean) {
    super('the exchange failed', { cause });
    this.silentReuse = silentReuse;
  }
}

function isStaleSocket(error: unknown): boolean {
  return (
    error instanceof ExchangeError && error.silentReuse && ['ECONNRESET', 'EPIPE'].includes(errorCode(error))
  );
}
