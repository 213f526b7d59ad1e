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
export function readBody(request: IncomingMessage, options: ReadBodyOptions = {}): Promise<Buffer> {
  const { maxBytes = MAX_BODY_BYTES, timeoutMs = TIMEOUT_MS } = options;
  try {
    const there = bodyThere(request, maxBytes);
    return there === undefined ? collect(request, maxBytes, timeoutMs) : Promise.resolve(there);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** The body where it need not be waited for; undefined where it is still to come. */
function bodyThere(request: IncomingMessage, maxBytes: number): Buffer | undefined {
  // The Firebase emulator hands over a body that has already been read.
  const { rawBody } = request as { rawBody?: unknown };
  if (Buffer.isBuffer(rawBody)) {
    if (rawBody.length > maxBytes) throw tooLarge(maxBytes);
    return rawBody;
  }
  if (request.readableEnded) throw new Error('something else has read the body, and kept nothing of it');
  const { contentLength, transferEncoding } = bodyFraming(request);
  if (contentLength === undefined && transferEncoding === undefined) return Buffer.alloc(0);
  if (Number(contentLength ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return undefined;
}

function collect(request: IncomingMessage, maxBytes: number, timeoutMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = () => {
    clearTimeout(timer);
    request.off('data', onData).off('end', onEnd).off('close', onClose).pause();
  };
  const fail = (error: Error) => {
    stop();
    reject(error);
  };
  const timer = setTimeout(() => fail(new GatewayError('body_timeout')), timeoutMs);
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) fail(tooLarge(maxBytes));
    else chunks.push(chunk);
  };
  const onEnd = () => {
    stop();
    const [only] = chunks;
    resolve(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, size));
  };
  const onClose = () => fail(new RequestAbortedError());
  // Not taken off again: an error that comes later would otherwise end the process.
  const onError = (error: Error) => fail(new RequestAbortedError(error));
  request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onError);
  return promise;
}

function tooLarge(maxBytes: number): GatewayError {
  return new GatewayError('body_too_large', { detail: `The body is larger than ${maxBytes / 1024} KiB` });
}
