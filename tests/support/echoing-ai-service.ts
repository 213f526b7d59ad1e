import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface EchoingAiService {
  url: string;
  /** The `data` of each call, as it was written. */
  data: string[];
  stop(): Promise<void>;
}

/** An AI service that returns the data of every event as it came, text for text: nothing of it is parsed. */
export async function startEchoingAiService(): Promise<EchoingAiService> {
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    // In the order of the contract the data comes last but one, before the files.
    const data = body.slice(body.indexOf('"data":') + '"data":'.length, body.lastIndexOf(',"files":'));
    seen.push(data);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(`{"status":"success","data":${data}}`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    data: seen,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
