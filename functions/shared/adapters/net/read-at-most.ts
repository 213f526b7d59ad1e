import type { Readable } from 'node:stream';

/** Reads a stream up to `limit` bytes; destroys it when there is more, so that the rest is never read. Rejects when it fails. */
export function readAtMost(stream: Readable, limit: number): Promise<{ body: Buffer; truncated: boolean }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ body: Buffer; truncated: boolean }>();
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) {
      resolve({ body: Buffer.concat(chunks).subarray(0, limit), truncated: true });
      stream.destroy();
    }
  });
  stream.once('end', () => resolve({ body: Buffer.concat(chunks), truncated: false }));
  stream.once('error', reject);
  return promise;
}
