import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientOptions } from '../../functions/shared/adapters/gcp/client-options.ts';
import { systemClock } from '../../functions/shared/adapters/system/system-clock.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import {
  type EmulatedPlatform,
  openEmulatedPlatform,
} from '../../scripts/emulators/open-emulated-platform.ts';
import { runScript } from '../support/child-server.ts';

describe("npm run keys on Google Cloud's platform", () => {
  let platform: EmulatedPlatform;
  let client: SecretManagerServiceClient;
  let secret: string;
  beforeAll(async () => {
    platform = await openEmulatedPlatform({
      baseUrl: 'https://functions.example',
      clock: systemClock,
      firestoreEmulator: process.env.FIRESTORE_EMULATOR_HOST ?? '',
      config: { logLevel: 'silent' },
    });
    client = new SecretManagerServiceClient(clientOptions(platform.secretManager.address));
    secret = `projects/${platform.env.GOOGLE_CLOUD_PROJECT}/secrets/carvos-master-key`;
  });
  afterAll(async () => {
    await client.close();
    await platform.stopQueue();
    await platform.close();
  });

  const keys = (...args: string[]) => runScript(['scripts/keys.ts', ...args], platform.env);
  const status = async () => JSON.parse((await keys('status')).stdout);

  test('with a second version everything is sealed anew, after which the first may be disabled', async () => {
    const { runtime } = platform;
    const made: Record<string, string> = {};
    for (const atsId of ['acme-ats', 'beta-ats']) {
      const { incomingSecret } = await createAts(runtime, { atsId, name: atsId, webhookUrl: null });
      made[atsId] = incomingSecret;
    }
    await client.addSecretVersion({ parent: secret, payload: { data: Buffer.alloc(32, 7) } });
    expect(await status()).toEqual([
      { version: '2', current: true, secrets: 0, atss: 0 },
      { version: '1', current: false, secrets: 4, atss: 2 },
    ]);

    const sealed = await keys('rotate-sealing');
    expect([sealed.code, sealed.stderr]).toEqual([
      0,
      '1 of 2  acme-ats  2 sealed anew\n2 of 2  beta-ats  2 sealed anew\n',
    ]);
    expect(JSON.parse(sealed.stdout)).toMatchObject({ current_version: '2', sealed_anew: 4, left: 0 });
    expect(await status()).toEqual([{ version: '2', current: true, secrets: 4, atss: 2 }]);

    await client.disableSecretVersion({ name: `${secret}/versions/1` });
    for (const [atsId, secretText] of Object.entries(made)) {
      const { incomingSecret } = await getAts(runtime, atsId);
      expect(await runtime.secrets.open(incomingSecret, { atsId, purpose: 'incoming' })).toBe(secretText);
    }
    expect((await keys('rotate-sealing')).code).toBe(0);
  }, 60_000);

  test('where what is left was sealed with a version that is disabled too early it ends with 1, and says how to go on', async () => {
    await client.addSecretVersion({ parent: secret, payload: { data: Buffer.alloc(32, 8) } });
    await client.disableSecretVersion({ name: `${secret}/versions/2` });
    const failed = await keys('rotate-sealing');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('gcloud secrets versions enable 2');
    expect(JSON.parse(failed.stdout)).toMatchObject({ current_version: '3', sealed_anew: 0, left: 4 });

    await client.enableSecretVersion({ name: `${secret}/versions/2` });
    expect(JSON.parse((await keys('rotate-sealing')).stdout)).toMatchObject({ sealed_anew: 4, left: 0 });
  }, 60_000);

  test('a key is added in Secret Manager itself: the command for it is told', async () => {
    const { code, stderr } = await keys('add');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /openssl rand -base64 32 \| gcloud secrets versions add carvos-master-key --project=demo-\S+ --data-file=-\n$/,
    );
  }, 30_000);
});
