import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Whether the request has come through a pipe: then the Firebase emulator is at the other end, and elsewhere there is a network. The
 * emulator as a whole breaks down where its connection is closed before it is done with passing a body on.
 */
export function isPipe({ socket }: IncomingMessage): boolean {
  return !socket.destroyed && socket.remoteAddress === undefined;
}

/** The emulator holds the whole body already, so that passing it on takes no time. */
const BODY_MS = 30_000;

/** Throws away what of a body has not come in yet, and then calls `next`, once. */
export function afterWholeBody(request: IncomingMessage, next: () => void): void {
  const done = () => {
    clearTimeout(timer);
    request.off('end', done).off('close', done);
    next();
  };
  const timer = setTimeout(done, BODY_MS);
  request.once('end', done).once('close', done).resume();
}

const CLOSE_MS = 2000;

/** Sends the whole answer, and leaves it to the client to close the connection. */
export function endAfterClient(response: ServerResponse, text: string | Uint8Array): void {
  const { socket } = response.req;
  const end = () => {
    clearTimeout(timer);
    socket.off('close', end);
    response.end();
  };
  const timer = setTimeout(end, CLOSE_MS);
  socket.once('close', end);
  response.write(text);
}
