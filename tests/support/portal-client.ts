import { Ajv } from 'ajv';
import { PORTAL_ROUTES } from '../../functions/portal-api/portal-routes.ts';
import { SANDBOX_ROUTES } from '../../functions/sandbox/sandbox-routes.ts';
import { ERRORS } from '../../functions/shared/core/errors.ts';
import type { PortalRole } from '../../functions/shared/core/portal/person.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { portalErrors } from '../../functions/shared/openapi/portal-error-responses.ts';
import type { Gateway } from '../../scripts/local/start-gateway.ts';
import type { TestClock } from './test-clock.ts';

export interface PortalAnswer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  json: any;
}

export interface PortalCallOptions {
  body?: unknown;
  headers?: Record<string, string>;
}

const ajv = new Ajv({ allowUnionTypes: true, formats: { 'date-time': true } });
const ERROR_KEYS = ['detail'];

/** The portal's API as a page of it calls it, with the cookie that a browser would keep; each answer is held against its schema. */
export class PortalClient {
  readonly #gateway: Pick<Gateway, 'baseUrl'>;
  /** The value of the cookie `__session`. */
  cookie: string | undefined;

  constructor(gateway: Pick<Gateway, 'baseUrl'>, cookie?: string) {
    this.#gateway = gateway;
    this.cookie = cookie;
  }

  /** Somebody who has signed in. Throws where they cannot. */
  static async signIn(
    { gateway, clock }: { gateway: Gateway; clock: TestClock },
    { email, password }: { email: string; password: string },
  ): Promise<PortalClient> {
    // Identity Platform tells sessions from before a new password by the second.
    clock.advance(1000);
    const client = new PortalClient(gateway);
    const { status, text } = await client.call('POST', '/session', { body: { email, password } });
    if (status !== 200) throw new Error(`sign-in answered ${status}: ${text}`);
    return client;
  }

  /** Asks below `/portal/api`; a body that is no string is sent as JSON. */
  async call(method: string, path: string, { body, headers }: PortalCallOptions = {}): Promise<PortalAnswer> {
    const { baseUrl } = this.#gateway;
    const sent = method === 'GET' || method === 'HEAD' ? undefined : (body ?? {});
    const response = await fetch(`${baseUrl}/portal/api${path}`, {
      method,
      headers: {
        ...(sent === undefined ? {} : { 'content-type': 'application/json', origin: baseUrl }),
        ...(this.cookie === undefined ? {} : { cookie: `__session=${this.cookie}` }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: typeof sent === 'string' ? sent : JSON.stringify(sent) }),
    });
    this.#keepCookie(response.headers.getSetCookie());
    const text = await response.text();
    const json = text === '' ? undefined : JSON.parse(text);
    if (method !== 'HEAD') checkShape(method, `/portal/api${path}`, response.status, json);
    return { status: response.status, headers: response.headers, text, json };
  }

  get(path: string): Promise<PortalAnswer> {
    return this.call('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<PortalAnswer> {
    return this.call('POST', path, { body });
  }

  #keepCookie(setCookies: readonly string[]): void {
    const set = setCookies.find((one) => one.startsWith('__session='));
    if (set === undefined) return;
    const value = /^__session=([^;]*)/.exec(set)?.[1] ?? '';
    this.cookie = value === '' || /Max-Age=0\b/.test(set) ? undefined : value;
  }
}

/** Makes somebody who can sign in. */
export async function addPerson(
  { runtime: { portalIdentity } }: Gateway,
  email: string,
  role: PortalRole,
  password = `${email} has this password`,
): Promise<{ email: string; password: string }> {
  await portalIdentity.create(email, role);
  const { code } = await portalIdentity.passwordCode(email);
  await portalIdentity.setPassword(code, password);
  return { email, password };
}

/** An ATS besides the demo's, and its administrator. */
export async function addOtherAts(gateway: Gateway, atsId = 'other') {
  const credentials = await createAts(gateway.runtime, { atsId, name: 'Other ATS', webhookUrl: null });
  const account = await addPerson(gateway, `admin@${atsId}.example`, { role: 'administrator', atsId });
  return { atsId, credentials, account };
}

/** Throws where an answer is not as its operation describes it. */
function checkShape(method: string, url: string, status: number, json: unknown): void {
  const path = url.replace(/\?.*$/s, '').split('/');
  const route = [...SANDBOX_ROUTES, ...PORTAL_ROUTES].find(({ path: template }) => {
    const parts = template.split('/');
    return parts.length === path.length && parts.every((part, i) => part.startsWith('{') || part === path[i]);
  });
  const operation = route?.methods[method];
  if (status < 300 && operation !== undefined) {
    if (status !== operation.status) throw new Error(`${method} ${url} → ${status}, not ${operation.status}`);
    const validate = ajv.compile(JSON.parse(JSON.stringify(operation.answer)));
    if (!validate(json))
      throw new Error(`${method} ${url} is not as described: ${ajv.errorsText(validate.errors)}`);
    return;
  }
  if (JSON.stringify(Object.keys(json as object)) !== JSON.stringify(ERROR_KEYS)) {
    throw new Error(`${method} ${url} → ${status} is no error as described: ${JSON.stringify(json)}`);
  }
  // Of what has no such path or method, the document has nothing to say.
  if (route === undefined || operation === undefined) return;
  const listed = portalErrors(operation, { path: route.path, method });
  if (!listed.some((code) => ERRORS[code].status === status)) {
    throw new Error(`${method} ${url} → ${status} is no error that the document lists`);
  }
}
