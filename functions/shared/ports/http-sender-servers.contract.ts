import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';

/** Real servers on free ports of this machine, which are closed together. */
export class Servers {
  readonly #open: { server: Server; sockets: Set<Socket> }[] = [];

  /** An HTTP server; resolves to its base URL, without a slash at the end. */
  async http(handler: RequestListener): Promise<string> {
    return `http://127.0.0.1:${await this.#listen(createHttpServer(handler))}`;
  }

  async https(options: ServerOptions, handler: RequestListener): Promise<string> {
    return `https://127.0.0.1:${await this.#listen(createHttpsServer(options, handler))}`;
  }

  /** A TCP server that does what it is told with each connection, of which it tells the number, from 0. */
  async raw(onConnection: (socket: Socket, connection: number) => void): Promise<string> {
    let connections = 0;
    const server = createTcpServer((socket) => {
      onConnection(socket, connections);
      connections += 1;
    });
    return `http://127.0.0.1:${await this.#listen(server)}`;
  }

  /** The same over TLS. */
  async rawTls(options: TlsOptions, onConnection: (socket: TLSSocket) => void): Promise<string> {
    return `https://127.0.0.1:${await this.#listen(createTlsServer(options, onConnection))}`;
  }

  /** A URL that nothing listens at. */
  async closedPort(): Promise<string> {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return `http://127.0.0.1:${port}`;
  }

  async closeAll(): Promise<void> {
    await Promise.all(
      this.#open.splice(0).map(async ({ server, sockets }) => {
        const closed = new Promise((resolve) => server.close(resolve));
        for (const socket of sockets) socket.destroy();
        await closed;
      }),
    );
  }

  async #listen(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // Clients cut connections in these tests, on purpose.
      socket.on('error', () => {});
    });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#open.push({ server, sockets });
    return (server.address() as AddressInfo).port;
  }
}

/** Calls `onRequest` with each whole request that comes over a raw connection. */
export function eachRequest(socket: Socket, onRequest: (bytes: Buffer, request: number) => void): void {
  let waiting = Buffer.alloc(0);
  let requests = 0;
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    const headEnd = waiting.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = /^content-length: (\d+)\r?$/im.exec(waiting.subarray(0, headEnd + 2).toString('latin1'));
    const end = headEnd + 4 + Number(length?.[1] ?? 0);
    if (waiting.length < end) return;
    const bytes = waiting.subarray(0, end);
    waiting = waiting.subarray(end);
    onRequest(bytes, requests);
    requests += 1;
  });
}

export interface Certificate {
  key: string;
  cert: string;
}

/** Self-signed certificates of these names, such as `IP:127.0.0.1`; undefined where there is no openssl. */
export function makeCertificates(...names: string[]): Certificate[] | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'carvos-tls-'));
  try {
    return names.map((name) => {
      const [keyFile, certFile] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
      const cert = ['-x509', '-out', certFile, '-days', '2', '-subj', '/CN=CarvOS test'];
      const san = ['-addext', `subjectAltName=${name}`];
      execFileSync('openssl', ['req', ...key, ...cert, ...san], { stdio: 'pipe' });
      return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !process.env.CI) return undefined;
    throw error;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
