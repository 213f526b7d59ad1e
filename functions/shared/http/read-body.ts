import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../core/errors.ts';
import { MAX_BODY_BYTES } from '../core/limits.ts';
import { bodyFraming } from './keep-body-unread.ts';

export interface ReadBodyOptions {
  maxBytes?: number;
  /** How long the whole body may take to arrive. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

/**
 * A client still sending an oversized body would not see the answer if the connection were just cut; this much more is read
 * and thrown away first.
 */
const MAX_DISCARDED_BYTES = 1024 * 1024;

/** The client went away before its body was complete: there is nobody left to answer. */
export class RequestAbortedError extends Error {
  constructor(cause?: unknown) {
    super('the client went away', { cause });
    this.name = 'RequestAbortedError';
  }
}

/**
 * The raw bytes of a request's body, whatever their encoding; empty when there is none. Holds at most `maxBytes` of it.
 * Throws `body_too_large`, `body_timeout`, or {@link RequestAbortedError}.
 */
export async function readBody(request: IncomingMessage, options: ReadBodyOptions = {}): Promise<Buffer> {
  const { maxBytes = MAX_BODY_BYTES, timeoutMs = TIMEOUT_MS } = options;
  // The Firebase emulator hands over a body that has already been read.
  const { rawBody } = request as { rawBody?: unknown };
  if (Buffer.isBuffer(rawBody)) {
    if (rawBody.length > maxBytes) throw tooLarge(maxBytes);
    return rawBody;
  }
  if (request.readableEnded) throw new Error('something else has read the body, and kept nothing of it');
  const { contentLength, transferEncoding } = bodyFraming(request);
  if (contentLength === undefined && transferEncoding === undefined) return Buffer.alloc(0);
  const collected = await collect(request, Number(contentLength ?? 0), maxBytes, timeoutMs);
  if (collected === undefined) throw tooLarge(maxBytes);
  return collected;
}

/** Resolves to undefined when the body is larger than `maxBytes`, having waited for as much of it as is worth waiting for. */
function collect(
  request: IncomingMessage,
  announced: number,
  maxBytes: number,
  timeoutMs: number,
): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  let chunks: Buffer[] = [];
  let size = 0;
  const maxRead = maxBytes + MAX_DISCARDED_BYTES;
  if (announced > maxRead) return Promise.resolve(undefined);
  const timer = setTimeout(() => reject(new GatewayError('body_timeout', { headers: CLOSE })), timeoutMs);
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks = [];
    if (size > maxRead) resolve(undefined);
  };
  const onEnd = () => resolve(size > maxBytes ? undefined : Buffer.concat(chunks, size));
  const onClose = () => reject(new RequestAbortedError());
  const onError = (error: Error) => reject(new RequestAbortedError(error));
  request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onError);
  return promise.finally(() => {
    clearTimeout(timer);
    request.off('data', onData).off('end', onEnd).off('close', onClose);
    request.pause();
  });
}

/** What is left unread on the connection cannot be told from a next request, so it must end with the answer. */
const CLOSE = { connection: 'close' };

function tooLarge(maxBytes: number): GatewayError {
  const detail = `The body is larger than ${maxBytes / 1024} KiB`;
  return new GatewayError('body_too_large', { detail, headers: CLOSE });
}
