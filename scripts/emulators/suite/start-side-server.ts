import type { HttpHandler } from '../../../functions/shared/http/http-handler.ts';
import { respond } from '../../../functions/shared/http/respond.ts';
import { closeServer, createHttpServer, listen } from '../../local/create-http-server.ts';

export interface SideServer {
  url: string;
  /** Answers with this from now on; before that, everything is answered 503. */
  serve(handler: HttpHandler): void;
  stop(): Promise<void>;
}

const STARTING = { status: 503, body: { detail: 'CarvOS is starting. Try again' } };

/** A server on a free port, there before what it serves: others have to be told its address first. */
export async function startSideServer(): Promise<SideServer> {
  let handler: HttpHandler = async (_request, response) => respond(response, STARTING);
  const server = createHttpServer((request, response) => handler(request, response));
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    serve(serving) {
      handler = serving;
    },
    stop: () => closeServer(server),
  };
}
