import { request } from 'node:http';
import { checkAnswer } from './check-answer.ts';

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

/** One request exactly as given, on a connection of its own; its answer is held against the OpenAPI document. */
export function rawRequest(baseUrl: string, options: RawRequest): Promise<RawAnswer> {
  const { method = 'POST', path, headers = {}, body = '', chunked = false } = options;
  const { hostname, port } = new URL(baseUrl);
  const bytes = Buffer.from(body);
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const length = method === 'GET' && bytes.length === 0 ? {} : { 'content-length': String(bytes.length) };
  const framing = chunked ? { 'transfer-encoding': 'chunked' } : length;
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
      const { statusCode: status = 0, headers } = response;
      const text = Buffer.concat(chunks).toString();
      try {
        checkAnswer({
          method,
          url: path,
          status,
          header: (name) => headers[name.toLowerCase()]?.toString(),
          text,
        });
        resolve({ status, headers, text });
      } catch (error) {
        reject(error);
      }
    });
  });
  outgoing.on('error', reject);
  if (chunked)
    for (let at = 0; at < bytes.length; at += 16_384) outgoing.write(bytes.subarray(at, at + 16_384));
  outgoing.end(chunked ? undefined : bytes);
  return promise;
}
