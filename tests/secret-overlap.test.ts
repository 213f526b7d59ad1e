import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../functions/shared/core/duration.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { signWebhook } from '../functions/shared/core/signature/sign-webhook.ts';
import { endSecretOverlap } from '../functions/shared/flows/end-secret-overlap.ts';
import { rotateWebhookSecret, rotateWithOverlap } from '../functions/shared/flows/rotate-credentials.ts';
import { sendSandbox } from '../functions/shared/flows/sandbox.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';
import type { ReceivedWebhook } from './support/webhook-receiver.ts';

type Direction = 'incoming' | 'outgoing';

describe('an overlap of webhook secrets', () => {
  let carvos: TestGateway;
  let logged: string;
  let old: Record<Direction, string>;
  let events: number;
  beforeEach(async () => {
    logged = '';
    events = 0;
    const logDestination = new Writable({
      write(chunk, _encoding, done) {
        logged += chunk.toString();
        done();
      },
    });
    carvos = await TestGateway.start({ config: { logLevel: 'debug' }, overrides: { logDestination } });
    const { incoming_secret, outgoing_secret } = carvos.gateway.demo;
    old = { incoming: incoming_secret, outgoing: outgoing_secret };
  });
  afterEach(() => carvos.stop());

  const runtime = () => carvos.gateway.runtime;
  const rotate = async (direction: Direction, overlapMs = HOUR_MS) =>
    (await rotateWithOverlap(runtime(), 'demo', direction, overlapMs)).secret;
  const rotateAtOnce = (direction: Direction) => rotateWebhookSecret(runtime(), 'demo', direction);
  const endOverlap = (direction: Direction) => endSecretOverlap(runtime(), 'demo', direction);

  /** The status that a webhook signed with these secrets is answered with. */
  async function pushSignedWith(...secrets: string[]): Promise<number> {
    events += 1;
    const body = JSON.stringify(candidateEvent('candidate.updated', `event-${events}`));
    const timestampSeconds = Math.floor(carvos.clock.now() / 1000);
    const signature = signWebhook({ secrets, timestampSeconds, body: Buffer.from(body) });
    return (await carvos.webhook(body, { headers: { 'x-webhook-signature': signature } })).status;
  }

  /** The next webhook that the ATS gets. */
  async function nextWebhook(): Promise<ReceivedWebhook> {
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    return newestWebhook('candidate.created');
  }

  function newestWebhook(event: string): ReceivedWebhook {
    const webhook = carvos.receiver.of(event).at(-1);
    if (webhook === undefined) throw new Error(`no ${event} has come`);
    return webhook;
  }

  function expectSignedWith({ headers, body, signedAt }: ReceivedWebhook, ...secrets: string[]): void {
    expect(headers['x-webhook-signature']).toBe(signWebhook({ secrets, timestampSeconds: signedAt, body }));
  }

  test('what comes in may be signed with either secret until it ends, and from that millisecond on with the new one only', async () => {
    expect(await pushSignedWith(old.incoming)).toBe(202);
    const secret = await rotate('incoming');
    expect(await pushSignedWith(secret)).toBe(202);
    expect(await pushSignedWith(old.incoming)).toBe(202);
    expect(await pushSignedWith(old.incoming, secret)).toBe(202);
    expect(await pushSignedWith('neither')).toBe(401);
    carvos.clock.advance(HOUR_MS - 1);
    expect(await pushSignedWith(old.incoming)).toBe(202);
    carvos.clock.advance(1);
    expect(await pushSignedWith(old.incoming)).toBe(401);
    expect(await pushSignedWith(secret)).toBe(202);
  });

  test('what goes out is signed with the new secret first and the old one last until it ends, and then with the new one only', async () => {
    expectSignedWith(await nextWebhook(), old.outgoing);
    const secret = await rotate('outgoing');
    expectSignedWith(await nextWebhook(), secret, old.outgoing);
    carvos.clock.advance(HOUR_MS - 1);
    expectSignedWith(await nextWebhook(), secret, old.outgoing);
    carvos.clock.advance(1);
    expectSignedWith(await nextWebhook(), secret);
  });

  test('the sandbox signs as production does', async () => {
    const send = async () => {
      await sendSandbox(runtime(), 'demo', { event: 'vacancy.created' });
      return newestWebhook('vacancy.created');
    };
    const secret = await rotate('outgoing');
    expectSignedWith(await send(), secret, old.outgoing);
    carvos.clock.advance(HOUR_MS);
    expectSignedWith(await send(), secret);
  });

  test('each attempt of a delivery is signed with the secrets of its own moment', async () => {
    await nextWebhook();
    carvos.receiver.script(500, 500);
    expectSignedWith(await nextWebhook(), old.outgoing);
    const secret = await rotate('outgoing', 2 * MINUTE_MS);
    await carvos.after(MINUTE_MS);
    const during = newestWebhook('candidate.created');
    expectSignedWith(during, secret, old.outgoing);
    await carvos.after(5 * MINUTE_MS);
    const after = newestWebhook('candidate.created');
    expectSignedWith(after, secret);
    expect(after.json.event_id).toBe(during.json.event_id);
    expect(after.body).toEqual(during.body);
  });

  test('one direction leaves the other alone', async () => {
    const secret = await rotate('outgoing');
    expect(await pushSignedWith(old.incoming)).toBe(202);
    expect(await pushSignedWith(secret)).toBe(401);
    await rotate('incoming');
    expectSignedWith(await nextWebhook(), secret, old.outgoing);
  });

  test('can be ended at once, in both directions: only the new secret counts then', async () => {
    const secrets = { incoming: await rotate('incoming'), outgoing: await rotate('outgoing') };
    await endOverlap('incoming');
    expect(await pushSignedWith(old.incoming)).toBe(401);
    expect(await pushSignedWith(secrets.incoming)).toBe(202);
    expectSignedWith(await nextWebhook(), secrets.outgoing, old.outgoing);
    await endOverlap('outgoing');
    expectSignedWith(await nextWebhook(), secrets.outgoing);
    await expect(endOverlap('incoming')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is ended at once by a rotation without one', async () => {
    const second = { incoming: await rotate('incoming'), outgoing: await rotate('outgoing') };
    const third = { incoming: await rotateAtOnce('incoming'), outgoing: await rotateAtOnce('outgoing') };
    expect(await pushSignedWith(old.incoming)).toBe(401);
    expect(await pushSignedWith(second.incoming)).toBe(401);
    expect(await pushSignedWith(third.incoming)).toBe(202);
    expectSignedWith(await nextWebhook(), third.outgoing);
  });

  test('is never of more than two secrets: a second rotation keeps the newest and drops the older at once', async () => {
    const second = { incoming: await rotate('incoming'), outgoing: await rotate('outgoing') };
    carvos.clock.advance(HOUR_MS / 2);
    const third = { incoming: await rotate('incoming'), outgoing: await rotate('outgoing') };
    expect(await pushSignedWith(old.incoming)).toBe(401);
    expect(await pushSignedWith(second.incoming)).toBe(202);
    expect(await pushSignedWith(third.incoming)).toBe(202);
    expectSignedWith(await nextWebhook(), third.outgoing, second.outgoing);
    carvos.clock.advance(HOUR_MS - 1);
    expect(await pushSignedWith(second.incoming)).toBe(202);
    carvos.clock.advance(1);
    expect(await pushSignedWith(second.incoming)).toBe(401);
  });

  test('of two rotations at once is of the secrets that they made, none lost and none mixed', async () => {
    const made = await Promise.all([rotate('incoming'), rotate('incoming'), rotate('outgoing')]);
    const [one, other, outgoing] = made;
    expect(await pushSignedWith(one)).toBe(202);
    expect(await pushSignedWith(other)).toBe(202);
    expect(await pushSignedWith(old.incoming)).toBe(401);
    expectSignedWith(await nextWebhook(), outgoing, old.outgoing);
  });

  test('leaves no secret in the logs, and none in plain text in the store', async () => {
    const made = [await rotate('incoming'), await rotate('outgoing'), await rotate('outgoing')];
    await pushSignedWith(old.incoming);
    await pushSignedWith('neither');
    await nextWebhook();
    const [ats] = await runtime().store.getAll(paths.ats('demo'));
    expect(logged).toContain('webhook.signature_refused');
    for (const secret of [...made, ...Object.values(old)]) {
      expect(logged).not.toContain(secret);
      expect(JSON.stringify(ats)).not.toContain(secret);
    }
  });
});
