import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IdTokenIssuer } from './id-token-issuer.ts';

export interface MetadataServerOptions {
  issuer: IdTokenIssuer;
  /** Of the service account that the machine runs under. */
  email: string;
  projectId: string;
  /** A free one if not said. */
  port?: number;
}

export interface MetadataServer {
  /** `127.0.0.1:<port>`, for the environment variable `GCE_METADATA_HOST`. */
  address: string;
  /** Paths asked for since the start, with their queries. */
  requests(): readonly string[];
  stop(): Promise<void>;
}

interface Answer {
  status: number;
  body: string;
  contentType?: string;
}

const BASE = '/computeMetadata/v1';
const ACCESS_TOKEN_SECONDS = 3599;

/** The part of Compute Engine's metadata server that Google's client libraries use, on 127.0.0.1. Rejects when the port is taken. */
export async function startMetadataServer(options: MetadataServerOptions): Promise<MetadataServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    send(response, answer(request, options));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => [...requests],
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, { status, body, contentType = 'application/text' }: Answer): void {
  response.writeHead(status, {
    'metadata-flavor': 'Google',
    server: 'Metadata Server for VM',
    'content-type': contentType,
  });
  response.end(body);
}

function answer(request: IncomingMessage, options: MetadataServerOptions): Answer {
  // The header keeps out whoever makes a server fetch URLs of his choice; a proxy in between is refused for the same reason.
  if (request.headers['metadata-flavor'] !== 'Google' || request.headers['x-forwarded-for'] !== undefined) {
    return { status: 403, body: 'Missing Metadata-Flavor:Google header.\n' };
  }
  if (request.method !== 'GET') return { status: 405, body: '' };
  const url = new URL(request.url ?? '/', 'http://metadata.google.internal');
  const path = url.pathname.replace(/\/$/, '');
  const [, account, property] =
    new RegExp(`^${BASE}/instance/service-accounts/([^/]+)/([a-z]+)$`).exec(path) ?? [];
  if (account === 'default' || account === options.email) {
    return accountAnswer(property ?? '', url.searchParams, options);
  }
  const body = {
    [`${BASE}/instance`]: 'attributes/\nservice-accounts/\n',
    [`${BASE}/project/project-id`]: options.projectId,
    [`${BASE}/universe/universe-domain`]: 'googleapis.com',
  }[path];
  return body === undefined ? { status: 404, body: 'Not found\n' } : { status: 200, body };
}

function accountAnswer(
  property: string,
  query: URLSearchParams,
  { issuer, email }: MetadataServerOptions,
): Answer {
  switch (property) {
    case 'email':
      return { status: 200, body: email };
    case 'identity': {
      const audience = query.get('audience');
      if (!audience) return { status: 400, body: 'non-empty audience parameter required\n' };
      // The short format, which is the default, does not say whose token it is.
      const full = query.get('format') === 'full';
      const claims = full ? {} : { email: undefined, email_verified: undefined };
      return { status: 200, body: issuer.sign({ email, audience, claims }) };
    }
    case 'token': {
      const token = { access_token: `ya29.${randomBytes(24).toString('base64url')}` };
      const body = JSON.stringify({ ...token, expires_in: ACCESS_TOKEN_SECONDS, token_type: 'Bearer' });
      return { status: 200, body, contentType: 'application/json' };
    }
    default:
      return { status: 404, body: 'Not found\n' };
  }
}
