import type { FunctionName } from '../../../functions/function-names.ts';
import { signWebhook } from '../../../functions/shared/core/signature/sign-webhook.ts';
import type { AtsCredentials } from '../../../functions/shared/flows/create-ats.ts';
import type { EmulatedBackends } from '../../emulators/start-emulated-backends.ts';

export interface FunctionRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
  /** What a function that works answers. */
  status: number;
}

export interface FunctionRequestsDeps {
  backends: Pick<EmulatedBackends, 'idToken'>;
  atsId: string;
  ats: AtsCredentials;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * POST requests for which each function does real work: `rest` and `webhooks` take a candidate, a new one each time; the others
 * look for what is not there, as far as the database.
 */
export function functionRequests(deps: FunctionRequestsDeps): Record<FunctionName, () => FunctionRequest> {
  const { backends, atsId, ats } = deps;
  const bearer = (service: Parameters<typeof backends.idToken>[0], name: FunctionName) => ({
    ...JSON_TYPE,
    authorization: `Bearer ${backends.idToken(service, name)}`,
  });
  let made = 0;
  const candidate = () => {
    made += 1;
    return { candidate_id: `c-${made}`, first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' };
  };
  return {
    rest() {
      const caller = { 'x-api-key': ats.apiKey, 'x-ats-client-id': 'acme', 'x-ats-user-id': 'u' };
      return {
        path: '/v1/candidates',
        headers: { ...JSON_TYPE, ...caller },
        body: JSON.stringify(candidate()),
        status: 202,
      };
    },
    webhooks() {
      const names = { event: 'candidate.created', client_id: 'acme', user_id: 'u' };
      const data = candidate();
      const body = JSON.stringify({ ...names, event_id: `e-${data.candidate_id}`, ...data });
      const timestampSeconds = Math.floor(Date.now() / 1000);
      const secrets = [ats.incomingSecret];
      const signature = signWebhook({ secrets, timestampSeconds, body: Buffer.from(body) });
      const headers = { ...JSON_TYPE, 'x-webhook-signature': signature };
      return { path: `/v1/webhooks/${atsId}`, headers, body, status: 202 };
    },
    process: () => ({
      path: '/',
      headers: bearer('tasks', 'process'),
      body: JSON.stringify({ v: 1, kind: 'process', atsId, referenceId: NOBODYS, n: 0 }),
      status: 200,
    }),
    deliver: () => ({
      path: '/',
      headers: bearer('tasks', 'deliver'),
      body: JSON.stringify({ v: 1, kind: 'deliver', atsId, deliveryId: NOBODYS, ladder: 0, n: 0 }),
      status: 200,
    }),
    results: () => ({
      path: '/internal/v1/results',
      headers: bearer('ai', 'results'),
      body: JSON.stringify({ reference_id: NOBODYS, ats_id: atsId, status: 'error', error: REFUSED }),
      status: 404,
    }),
    // Without somebody who has signed in, it gets no further than this.
    sandbox: () => ({
      path: '/portal/api/sandbox/previews',
      headers: { ...JSON_TYPE, origin: PORTAL },
      body: JSON.stringify({ event: 'candidate.created' }),
      status: 401,
    }),
    'portal-api'() {
      made += 1;
      // Another person each time, from another network, as attempts are counted by both.
      const network = `198.18.${made >> 8}.${made & 255}`;
      return {
        path: '/portal/api/session',
        headers: { ...JSON_TYPE, origin: PORTAL, 'x-forwarded-for': `${network}, ${network}` },
        body: JSON.stringify({ email: `nobody-${made}@functions.example`, password: 'x' }),
        status: 401,
      };
    },
    sweep: () => ({ path: '/', headers: bearer('scheduler', 'sweep'), body: '', status: 200 }),
  };
}

/** Where the portal is for the emulated backends. */
const PORTAL = 'https://functions.example';

/** A reference id that was never given out. */
const NOBODYS = '01890000-0000-7000-8000-000000000000';

const REFUSED = { code: 'unreadable', message: 'The file could not be read' };
