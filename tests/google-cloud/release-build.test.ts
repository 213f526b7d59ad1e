import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { FUNCTION_NAMES, type FunctionName } from '../../functions/function-names.ts';
import { ASSETS } from '../../functions/rest/api-reference/assets.ts';
import { outgoingEventId } from '../../functions/shared/core/envelope.ts';
import { type AtsCredentials, createAts } from '../../functions/shared/flows/create-ats.ts';
import { setWebhookUrl } from '../../functions/shared/flows/update-ats.ts';
import { type FunctionRequest, functionRequests } from '../../scripts/bench/cold/function-requests.ts';
import {
  type EmulatedBackends,
  startEmulatedBackends,
} from '../../scripts/emulators/start-emulated-backends.ts';
import { type BuiltRelease, openRelease } from '../support/built-release.ts';
import { type RawAnswer, rawRequest } from '../support/raw-request.ts';
import { startRecordingAiService } from '../support/recording-ai-service.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const ATS = 'release';
const BUILD_TIMEOUT_MS = 60_000;

let release: BuiltRelease;
let backends: EmulatedBackends;
let ats: AtsCredentials;
let requests: Record<FunctionName, () => FunctionRequest>;

beforeAll(async () => {
  release = await openRelease();
  backends = await startEmulatedBackends(process.env.FIRESTORE_EMULATOR_HOST ?? '');
  ats = await createAts(backends.runtime, { atsId: ATS, name: 'Release', webhookUrl: null });
  requests = functionRequests({ backends, atsId: ATS, ats });
  // As deployed: with code compiled ahead.
  release.node(['make-code-cache.cjs']);
}, BUILD_TIMEOUT_MS);
afterEach(() => release.endFunctions());
afterAll(async () => {
  await backends?.stop();
  release?.remove();
});

const start = (name: FunctionName, env: Record<string, string> = {}) =>
  release.start(name, { ...backends.env, ...env });

const send = (url: string, { path, headers, body }: FunctionRequest): Promise<RawAnswer> =>
  rawRequest(url, { path, headers, body });

const get = (url: string, path: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  rawRequest(url, { method: 'GET', path, headers });

/** Sends a task of the test's ATS as its queue does; expects that it is done. */
async function work(url: string, name: 'process' | 'deliver', task: object): Promise<void> {
  const body = JSON.stringify({ v: 1, kind: name, atsId: ATS, n: 0, ...task });
  const answer = await send(url, { ...requests[name](), body });
  expect(answer).toMatchObject({ status: 200, text: '{"result":"done"}' });
}

describe('the release, by the functions-framework command line', () => {
  test.each(FUNCTION_NAMES)('%s does real work, and tells others off', async (name) => {
    const url = await start(name);
    const request = requests[name]();
    const answers = [
      await send(url, request),
      await send(url, { ...request, headers: { 'content-type': 'application/json' } }),
      await rawRequest(url, { method: 'PUT', path: request.path }),
    ];
    // Without the portal's origin, nobody is asked who they are.
    const untold = ['sandbox', 'portal-api'].includes(name) ? 403 : 401;
    expect(answers.map(({ status }) => status)).toEqual([request.status, untold, 405]);
    for (const { text } of answers.slice(1)) expect(JSON.parse(text)).toEqual({ detail: expect.any(String) });
  });

  test('portal-api lets somebody in and shows their ATS and its week; sandbox knows the same session', async () => {
    const { portalIdentity } = backends.runtime;
    const email = 'admin@release.example';
    const password = 'a password of the release';
    await portalIdentity.create(email, { role: 'administrator', atsId: ATS });
    await portalIdentity.setPassword((await portalIdentity.passwordCode(email)).code, password);
    const url = await start('portal-api');
    const json = {
      'content-type': 'application/json',
      origin: requests['portal-api']().headers.origin ?? '',
    };
    const signIn = () =>
      send(url, {
        path: '/portal/api/session',
        headers: json,
        body: JSON.stringify({ email, password }),
        status: 200,
      });
    // A session of the second in which the password was set is not taken.
    const { clock } = backends.runtime;
    const nextSecond = Math.ceil((clock.now() + 1) / 1000) * 1000;
    while (clock.now() < nextSecond) await setTimeout(20);
    const signedIn = await signIn();
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    expect(JSON.parse((await get(url, `/portal/api/ats/${ATS}`, { cookie })).text)).toMatchObject({
      name: 'Release',
    });
    const week = await get(url, `/portal/api/ats/${ATS}/deliveries-week`, { cookie });
    expect(JSON.parse(week.text).days).toHaveLength(7);
    const sandbox = await start('sandbox');
    const events = await get(sandbox, '/portal/api/sandbox/events', { cookie });
    expect(JSON.parse(events.text).data).toHaveLength(14);
  });

  test('rest serves its own description, and a page that shows it', async () => {
    const url = await start('rest');
    expect(JSON.parse((await get(url, '/v1/openapi.json')).text)).toMatchObject({ openapi: '3.1.1' });
    const page = (await get(url, '/docs')).text;
    const files = [...page.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files.length).toBeGreaterThan(Object.keys(ASSETS).length);
    for (const path of files) expect([path, (await get(url, path)).status]).toEqual([path, 200]);
  });

  test('rest reaches every backend, keeps what it took, and knows no other paths', async () => {
    const url = await start('rest');
    const backendsSeen = { store: 'ok', queue: 'ok', key_vault: 'ok' };
    expect(JSON.parse((await get(url, '/v1/health')).text)).toEqual({ status: 'ok', backends: backendsSeen });
    const request = requests.rest();
    await send(url, request);
    const sent = JSON.parse(request.body);
    const read = await get(url, `/v1/candidates/${sent.candidate_id}`, request.headers);
    expect(JSON.parse(read.text)).toMatchObject(sent);
    const statuses = [
      await get(url, '/v1/candidates', request.headers),
      await get(url, '/v1/nonsense', request.headers),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 404]);
  });

  test('rest lists all that is wrong with a body, by the validators written out at build time', async () => {
    const url = await start('rest');
    const body = JSON.stringify({ candidate_id: '\ud800', first_name: 7, last_name: '' });
    const { status, text } = await send(url, { ...requests.rest(), body });
    const { detail } = JSON.parse(text) as { detail: { loc: unknown[]; type: string }[] };
    expect([status, detail.map(({ loc, type }) => `${loc.join('.')}: ${type}`).sort()]).toEqual([
      422,
      ['body.candidate_id: encoding', 'body.first_name: type', 'body.last_name: too_short'],
    ]);
  });

  test('webhooks answers a repeat as the first time, where Firestore refuses what is there already', async () => {
    const url = await start('webhooks');
    const request = requests.webhooks();
    const [first, again] = [await send(url, request), await send(url, request)];
    expect([first.status, again.status, again.text]).toEqual([202, 202, first.text]);
  });

  test('an event goes to the AI service, under the own account, and its result to the ATS', async () => {
    const ai = await startRecordingAiService({ seen: true });
    const receiver = new WebhookReceiver({ secret: () => ats.outgoingSecret, now: () => Date.now() });
    await setWebhookUrl(backends.runtime, ATS, await receiver.start());
    try {
      const accepted = await send(await start('rest'), requests.rest());
      const referenceId: string = JSON.parse(accepted.text).reference_id;
      await work(await start('process', { AI_SERVICE_URL: ai.url }), 'process', { referenceId });
      expect(decodeJwt(ai.tokens[0] ?? '')).toMatchObject({
        aud: ai.url,
        email: `process@${backends.env.GOOGLE_CLOUD_PROJECT}.iam.gserviceaccount.com`,
      });
      const deliveryId = outgoingEventId(referenceId, 'candidate.created');
      await work(await start('deliver'), 'deliver', { deliveryId, ladder: 0 });
      const json = { reference_id: referenceId, status: 'success', data: { seen: true } };
      expect(receiver.received).toMatchObject([{ verified: true, json }]);
    } finally {
      await receiver.stop();
      await ai.stop();
    }
  });
});
