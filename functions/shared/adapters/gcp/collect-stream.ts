import type { Readable } from 'node:stream';

/**
 * All that a stream of a generated client gives. Rejects with the stream's own error. By its events: the client emits what comes
 * without putting it where an iteration would look for it.
 */
export function collectStream<T>(stream: Readable): Promise<T[]> {
  const all: T[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<T[]>();
  stream
    .on('data', (one: T) => all.push(one))
    .once('end', () => resolve(all))
    .once('error', reject)
    .once('close', () => reject(new Error('the stream was closed before its end')));
  return promise;
}
