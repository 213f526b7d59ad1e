import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  /** `127.0.0.1:port`. */
  address: string;
  /** Takes connections and bytes and passes nothing on, as a process that is suspended does. */
  freeze(): void;
  /** Ends every connection and refuses new ones, as a machine that is gone does. */
  cut(): void;
  /** Passes on again, also what came while it was frozen. */
  restore(): void;
  stop(): Promise<void>;
}

/** Stands between a client and a server at `target` (`host:port`), so that a test can take the server away from the client. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const [host = '', port] = target.split(':');
  const sockets = new Set<Socket>();
  let state: 'open' | 'frozen' | 'cut' = 'open';
  const server = createServer((client) => {
    if (state === 'cut') return void client.destroy();
    const upstream = connect(Number(port), host);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => to.write(bytes));
      from.once('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      // Whoever is at the other end sees the connection close.
      from.on('error', () => {});
      if (state === 'frozen') from.pause();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze() {
      state = 'frozen';
      for (const socket of sockets) socket.pause();
    },
    cut() {
      state = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      state = 'open';
      for (const socket of sockets) socket.resume();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
