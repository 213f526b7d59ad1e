import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Secrets, startSecrets } from '../../../../scripts/emulators/secret-manager/start-secrets.ts';
import { silentLog } from '../../../../tests/support/silent-log.ts';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { StartupError } from '../../core/startup-error.ts';
import type { SecretManagerClient } from './read-secret-key.ts';
import { createSecretManagerKeyVault } from './secret-manager-key-vault.ts';

const MASTER = 'projects/demo-carvos/secrets/master-key';
const ROOT = 'projects/demo-carvos/secrets/root-key';

const clock = new TestClock();
const NAMES = { masterSecret: MASTER, rootSecret: ROOT };

describe('the key vault in Secret Manager', () => {
  let secrets: Secrets;
  beforeEach(async () => {
    secrets = await startSecrets({ withKeys: false });
  });
  afterEach(() => secrets.close());

  const add = (secret: string, data?: Uint8Array | string) => secrets.add(secret, data);
  const accesses = () => secrets.emulator.accesses();
  const open = (timeoutMs = 5000) =>
    createSecretManagerKeyVault({ client: secrets.client, clock, log: silentLog, ...NAMES, timeoutMs });

  describe('says what is wrong and what to do', () => {
    const refusal = (work: Promise<unknown>) =>
      work.then(
        () => 'nothing',
        (error: Error) => error.message,
      );

    test.each(['', 'master-key', 'projects/p/secrets/', `${MASTER}/versions/1`, 'projects/p/secrets/a b'])(
      'of a name that is none: %p',
      (masterSecret) => {
        expect(() =>
          createSecretManagerKeyVault({
            client: secrets.client,
            clock,
            log: silentLog,
            masterSecret,
            rootSecret: ROOT,
          }),
        ).toThrow(StartupError);
      },
    );

    test('of a secret that is not there, or is empty', async () => {
      expect(await refusal(open().current())).toBe(
        `${MASTER} is not there, or has no version. Check its name, or add a version: ` +
          'openssl rand -base64 32 | gcloud secrets versions add master-key --project=demo-carvos --data-file=-',
      );
      await secrets.client.deleteSecret({ name: ROOT });
      expect(await refusal(open().derive('cursor'))).toContain(`${ROOT} is not there, or has no version`);
    });

    test('of a version that is not there', async () => {
      await add(MASTER);

      expect(await refusal(open().byVersion('7'))).toContain(
        `${MASTER} has no version 7. Check that this is`,
      );
    });

    test('of a disabled version, though an older one could be had', async () => {
      await add(MASTER);
      await add(MASTER);
      await secrets.client.disableSecretVersion({ name: `${MASTER}/versions/2` });
      const message =
        `${MASTER}, version 2, is disabled. Enable it: ` +
        'gcloud secrets versions enable 2 --secret=master-key --project=demo-carvos';

      expect(await refusal(open().current())).toBe(message);
      expect(await refusal(open().byVersion('2'))).toBe(message);
      expect((await open().byVersion('1')).version).toBe('1');
      await secrets.client.enableSecretVersion({ name: `${MASTER}/versions/2` });
      expect((await open().current()).version).toBe('2');
    });

    test('of a destroyed version', async () => {
      await add(MASTER);
      await secrets.client.destroySecretVersion({ name: `${MASTER}/versions/1` });

      expect(await refusal(open().current())).toMatch(
        /version 1, is destroyed, .* Add a version: openssl rand -base64 32 \| gcloud secrets versions add master-key /,
      );
      expect(await refusal(open().byVersion('1'))).toBe(
        `${MASTER}, version 1, is destroyed, and what it sealed can never be opened again. Set those secrets anew`,
      );
    });

    test('of a role that is missing', async () => {
      await add(MASTER);
      secrets.emulator.deny(MASTER);

      expect(await refusal(open().current())).toBe(
        `${MASTER} may not be read by this function's account, or is not there. Grant it the role: ` +
          'gcloud secrets add-iam-policy-binding master-key --project=demo-carvos ' +
          '--role=roles/secretmanager.secretAccessor --member=serviceAccount:<account>',
      );
    });

    test.each(['unavailable', 'silent'] as const)(
      'of a service that is %s, within its time',
      async (outage) => {
        await add(MASTER);
        secrets.emulator.suspend(outage);

        expect(await refusal(open(500).current())).toContain(
          `${MASTER}, version latest, could not be read from Secret Manager: `,
        );
        expect(accesses().length).toBeGreaterThan(1);
        expect(accesses().length).toBeLessThan(10);
      },
    );

    test('with the refusal itself as the cause', async () => {
      await expect(open().current()).rejects.toMatchObject({ cause: { code: 5 } });
    });
  });

  describe('takes for a key', () => {
    const KEY = randomBytes(32);
    const base64 = KEY.toString('base64');

    test.each<[string, Uint8Array | string]>([
      ['32 bytes', KEY],
      ['their base64', base64],
      ['their base64 with the end of its line', `${base64}\n`],
      ['their base64 with the end of a Windows line', `${base64}\r\n`],
    ])('%s', async (_, data) => {
      await add(MASTER, data);

      expect(Buffer.from((await open().current()).key).equals(KEY)).toBe(true);
    });

    test.each<[string, Uint8Array | string]>([
      ['31 bytes', KEY.subarray(1)],
      ['33 bytes', Buffer.concat([KEY, KEY.subarray(0, 1)])],
      ['one byte', 'x'],
      ['their hexadecimal', KEY.toString('hex')],
      ['base64 of fewer', KEY.subarray(2).toString('base64')],
      ['base64 of more', Buffer.concat([KEY, KEY]).toString('base64')],
      ['base64 without its padding', base64.slice(0, -1)],
      ['base64 with a blank before it', ` ${base64}`],
      ['base64 with two lines after it', `${base64}\n\n`],
      ['base64 in quotes', `"${base64}"`],
    ])('not %s, of which it shows nothing', async (_, data) => {
      await add(MASTER, data);

      const error = await open()
        .current()
        .catch((reason: Error) => reason);

      expect(String(error)).toContain(`${MASTER}, version 1, has ${data.length} bytes that are no key`);
      expect(String(error)).toContain('gcloud secrets versions add master-key --project=demo-carvos');
      expect(String(error)).not.toContain(Buffer.from(data).toString('latin1').trim().slice(0, 12));
    });
  });

  describe('checks what it is given', () => {
    const answering = (response: object) => {
      const accessSecretVersion = async () => [response];
      const stub = { accessSecretVersion } as unknown as SecretManagerClient;
      return createSecretManagerKeyVault({ client: stub, clock, log: silentLog, ...NAMES });
    };
    const name = `${MASTER}/versions/1`;
    const data = Buffer.alloc(32);
    // RFC 3720, appendix B.4: the CRC-32C of 32 zeros.
    const dataCrc32c = String(0x8a9136aa);

    test('a payload that was damaged on its way is not taken for a key', async () => {
      const damaged = Buffer.from(data);
      damaged[7] = 1;

      await expect(answering({ name, payload: { data: damaged, dataCrc32c } }).current()).rejects.toThrow(
        `${MASTER}, version 1, was damaged on its way: its CRC-32C is another. Ask again`,
      );
    });

    test('a checksum counts where there is one', async () => {
      expect((await answering({ name, payload: { data, dataCrc32c } }).current()).version).toBe('1');
      expect((await answering({ name, payload: { data } }).current()).version).toBe('1');
    });

    test('an answer that is not for a version, or holds nothing, is an error', async () => {
      await expect(answering({ payload: { data } }).current()).rejects.toThrow('did not say which version');
      await expect(answering({ name }).current()).rejects.toThrow('has 0 bytes that are no key');
    });
  });
});
