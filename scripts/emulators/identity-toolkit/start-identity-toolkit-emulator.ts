import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../functions/shared/adapters/system/system-clock.ts';
import type { Clock } from '../../../functions/shared/ports/clock.ts';
import { type AccountUpdate, signUp, update } from './account-methods.ts';
import { answerCall, type ToolkitCall } from './answer-call.ts';
import { createSessionSigner, type SessionSigner } from './create-session-signer.ts';
import type { ToolkitState } from './toolkit-state.ts';

export interface IdentityToolkitEmulatorOptions {
  projectId: string;
  clock?: Clock;
  /** A free one if not said. */
  port?: number;
}

export interface IdentityToolkitEmulator {
  /** What comes before `/v1`. */
  url: string;
  /** Where the public keys for session cookies are. */
  certsUrl: string;
  /** The only one that is taken. */
  apiKey: string;
  /** What session cookies are signed with: for making others. */
  signer: SessionSigner;
  /** The code in the newest mail to an address, if there was one and it was not used. */
  newestMail(email: string): string | undefined;
  /** An account as somebody makes it who signs up himself. */
  signUp(email: string, password?: string): { localId: string };
  /** Whatever an administrator of the project changes of an account by other means than ours, as `accounts:update` takes it. */
  update(change: AccountUpdate): void;
  /** Takes an account away. */
  remove(localId: string): void;
  /** From now on sign-ins of that address are refused as too many. */
  lockOut(email: string): void;
  /** Takes calls and does not answer them, until `resume`. */
  suspend(): void;
  resume(): void;
  /** Methods and paths asked for since the start, without queries. */
  calls(): readonly string[];
  /** Ends the server at once, calls under way included; what it held is gone. */
  stop(): Promise<void>;
}

/**
 * Identity Toolkit v1 over REST, on 127.0.0.1 and in memory: the calls that the portal's people need, with cookies that are signed as
 * Google's are. It knows one project, passwords as the only way in, no tenants, no second factors, no quotas, and no access: any bearer
 * token may do all. ID tokens are signed with the key of the cookies, and are not verified as they come back. Rejects when the port is
 * taken.
 */
export async function startIdentityToolkitEmulator(
  options: IdentityToolkitEmulatorOptions,
): Promise<IdentityToolkitEmulator> {
  const { projectId, clock = systemClock, port = 0 } = options;
  const state = emptyState(projectId, clock);
  const apiKey = randomBytes(20).toString('base64url');
  const calls: string[] = [];
  const gate = createGate();
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(`${call.method} ${call.path.split('?', 1)[0]}`);
    await gate.passed();
    const { status, body, headers } = await answerCall(state, apiKey, call);
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
    response.end(JSON.stringify(body));
  });
  const origin = await listen(server, port);
  return {
    url: origin,
    certsUrl: `${origin}/identitytoolkit/v3/relyingparty/publicKeys`,
    apiKey,
    signer: state.signer,
    newestMail: (email) => state.oobCodes.findLast((code) => code.isMailed && code.email === email)?.oobCode,
    signUp: (email, password) => signUp(state, { email, ...(password ? { password } : {}) }),
    update: (change) => void update(state, change),
    remove: (localId) => void state.accounts.delete(localId),
    lockOut: (email) => void state.lockedOut.add(email),
    suspend: gate.close,
    resume: gate.open,
    calls: () => [...calls],
    stop: () => stop(server),
  };
}

function emptyState(projectId: string, clock: Clock): ToolkitState {
  const key = randomBytes(32);
  return {
    clock,
    projectId,
    signer: createSessionSigner(),
    hashPassword: ({ localId }, password) =>
      createHmac('sha256', key).update(`${localId}:${password}`).digest('base64'),
    accounts: new Map(),
    oobCodes: [],
    lockedOut: new Set(),
  };
}

function createGate() {
  let opening = Promise.withResolvers<void>();
  opening.resolve();
  return {
    passed: () => opening.promise,
    close() {
      opening = Promise.withResolvers<void>();
    },
    open: () => opening.resolve(),
  };
}

async function readCall(request: IncomingMessage): Promise<ToolkitCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = '', url: path = '', headers } = request;
  return { method, path, authorization: headers.authorization, body: Buffer.concat(chunks).toString() };
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
