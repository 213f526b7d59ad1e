import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Secrets, startSecrets } from '../../../../scripts/emulators/secret-manager/start-secrets.ts';
import { silentLog } from '../../../../tests/support/silent-log.ts';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { describeKeyVaultContract } from '../../ports/key-vault.contract.ts';
import type { Logger } from '../../ports/logger.ts';
import { createSecretManagerKeyVault } from './secret-manager-key-vault.ts';

const MASTER = 'projects/demo-carvos/secrets/master-key';
const ROOT = 'projects/demo-carvos/secrets/root-key';

const clock = new TestClock();

describeKeyVaultContract('Secret Manager', async () => {
  const { client, masterSecret, rootSecret, add, close } = await startSecrets();
  return {
    open: async () =>
      createSecretManagerKeyVault({ client, clock, log: silentLog, masterSecret, rootSecret }),
    rotate: () => add(masterSecret),
    close,
  };
});

describe('the key vault in Secret Manager', () => {
  let secrets: Secrets;
  const warn = jest.fn<Logger['warn']>();
  beforeEach(async () => {
    warn.mockClear();
    secrets = await startSecrets({ withKeys: false });
  });
  afterEach(() => secrets.close());

  const add = (secret: string, data?: Uint8Array | string) => secrets.add(secret, data);
  const accesses = () => secrets.emulator.accesses();
  const open = (timeoutMs = 5000) => {
    const { client, masterSecret, rootSecret } = secrets;
    const log = { ...silentLog, warn };
    return createSecretManagerKeyVault({ client, clock, log, masterSecret, rootSecret, timeoutMs });
  };

  describe('asks as seldom as it can', () => {
    test('once for all that is sealed and opened with the current key', async () => {
      await add(MASTER);
      const vault = open();

      const versions = await Promise.all(Array.from({ length: 50 }, () => vault.current()));
      for (const { version } of versions) await vault.byVersion(version);

      expect(accesses()).toEqual([`${MASTER}/versions/latest`]);
    });

    test('once for each older version, however many ask for it at the same time, and never again', async () => {
      await add(MASTER);
      await add(MASTER);
      const vault = open();

      await Promise.all(Array.from({ length: 50 }, () => vault.byVersion('1')));
      clock.advance(365 * 86_400_000);
      await vault.byVersion('1');

      expect(accesses()).toEqual([`${MASTER}/versions/1`]);
    });

    test('once for all derived keys', async () => {
      await add(ROOT);
      const vault = open();

      await Promise.all([vault.derive('cursor'), vault.derive('cursor'), vault.derive('session')]);
      clock.advance(365 * 86_400_000);
      await vault.derive('another');

      expect(accesses()).toEqual([`${ROOT}/versions/latest`]);
    });

    test('not at all for what is no version', async () => {
      await expect(open().byVersion('latest')).rejects.toThrow(`${MASTER} has no version "latest"`);

      expect(accesses()).toEqual([]);
    });

    test('not at all before the first use', () => {
      open();

      expect(accesses()).toEqual([]);
    });

    test('again for a version that fell out of a cache which does not grow without bound', async () => {
      for (let count = 0; count < 101; count += 1) await add(MASTER);
      const vault = open();

      for (let version = 1; version <= 101; version += 1) await vault.byVersion(String(version));
      await vault.byVersion('101');
      await vault.byVersion('1');

      expect(accesses()).toHaveLength(102);
      expect(accesses().at(-1)).toBe(`${MASTER}/versions/1`);
    });
  });

  describe('while it runs', () => {
    test('takes up a rotated key within five minutes, and opens at once what others seal with it', async () => {
      await add(MASTER);
      const vault = open();
      await vault.current();
      await add(MASTER);

      clock.advance(5 * 60_000 - 1);
      expect((await vault.current()).version).toBe('1');
      expect((await vault.byVersion('2')).version).toBe('2');
      clock.advance(1);
      expect((await vault.current()).version).toBe('2');
      expect((await vault.byVersion('1')).version).toBe('1');
      expect(accesses()).toHaveLength(3);
    });

    test('goes on with the key it has while a newer one cannot be read, and asks again a minute later', async () => {
      await add(MASTER);
      const vault = open(200);
      await vault.current();
      await add(MASTER);
      secrets.emulator.suspend();
      clock.advance(5 * 60_000);

      expect((await vault.current()).version).toBe('1');
      const asked = accesses().length;
      expect((await vault.current()).version).toBe('1');
      expect(accesses()).toHaveLength(asked);
      expect(warn).toHaveBeenCalledTimes(1);
      expect(warn).toHaveBeenCalledWith('key_vault.renewal_failed', { error: expect.any(Error) });

      secrets.emulator.resume();
      clock.advance(60_000);
      expect((await vault.current()).version).toBe('2');
    });

    test('goes on with the key it has after that one was disabled and there is no other', async () => {
      await add(MASTER);
      const vault = open();
      await vault.current();
      await secrets.client.disableSecretVersion({ name: `${MASTER}/versions/1` });
      clock.advance(5 * 60_000);

      expect((await vault.current()).version).toBe('1');
      expect(String(warn.mock.calls[0]?.[1]?.error)).toContain('is disabled');
    });

    test('does not remember a failure', async () => {
      const vault = open();
      await expect(vault.current()).rejects.toThrow();
      await expect(vault.byVersion('1')).rejects.toThrow();
      await expect(vault.derive('cursor')).rejects.toThrow();

      await add(MASTER);
      await add(ROOT);

      expect((await vault.byVersion('1')).version).toBe('1');
      expect((await vault.current()).version).toBe('1');
      expect(await vault.derive('cursor')).toHaveLength(32);
    });

    test('keeps to its root key, so that what it derived from it stays', async () => {
      await add(ROOT, Buffer.alloc(32, 2));
      const vault = open();
      await vault.derive('another');
      await add(ROOT);
      clock.advance(86_400_000);

      // The same vector as for the key file: openssl kdf … -kdfopt hexkey:0202…02 -kdfopt info:carvos:cursor HKDF
      expect(Buffer.from(await vault.derive('cursor')).toString('hex')).toBe(
        '43df816a8ef3862d48260047ca696b185ea7c6d296126b16cb93e4464deb32ea',
      );
    });
  });
});
