import { request } from 'node:http';

export interface RawRequest {
  method?: string;
  path: string;
  /** An array sends the header as many times. */
  headers?: Record<string, string | string[]>;
  body?: Buffer | string;
  /** Without a length, in pieces. */
  chunked?: boolean;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** One request exactly as given, on a connection of its own. */
export function rawRequest(baseUrl: string, options: RawRequest): Promise<RawAnswer> {
  const { method = 'POST', path, headers = {}, body = '', chunked = false } = options;
  const { hostname, port } = new URL(baseUrl);
  const bytes = Buffer.from(body);
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const framing = chunked || method === 'GET' ? {} : { 'content-length': String(bytes.length) };
  const outgoing = request({
    hostname,
    port,
    method,
    path,
    agent: false,
    headers: { ...framing, ...headers },
  });
  outgoing.on('response', (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
  });
  outgoing.on('error', reject);
  if (chunked)
    for (let at = 0; at < bytes.length; at += 16_384) outgoing.write(bytes.subarray(at, at + 16_384));
  outgoing.end(chunked ? undefined : bytes);
  return promise;
}
