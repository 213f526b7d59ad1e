import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordingAiService {
  url: string;
  /** The ID tokens that it was called with. */
  tokens: string[];
  stop(): Promise<void>;
}

/** An AI service that answers every event at once with `data`, whoever asks. */
export async function startRecordingAiService(data: object): Promise<RecordingAiService> {
  const tokens: string[] = [];
  const server = createServer((request, response) => {
    tokens.push(String(request.headers.authorization).replace('Bearer ', ''));
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'success', data }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokens,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
