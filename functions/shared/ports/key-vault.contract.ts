import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSecret, sealSecret } from '../core/seal-secret.ts';
import type { KeyVault } from './key-vault.ts';

export interface KeyVaultHarness {
  /** The vault, opened anew, as another process or a restart opens it. */
  open(): Promise<KeyVault>;
  /** Adds a key and makes it the current one, as whoever runs the platform does. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

/** The promises of the port `KeyVault`, which every adapter keeps. The vault holds at least one key. */
export function describeKeyVaultContract(name: string, start: () => Promise<KeyVaultHarness>): void {
  describe(`${name} keeps the contract of a key vault`, () => {
    let harness: KeyVaultHarness;
    let vault: KeyVault;
    beforeEach(async () => {
      harness = await start();
      vault = await harness.open();
    });
    afterEach(() => harness.close());

    test('the current key has 32 bytes and a version that a sealed secret can carry', async () => {
      const { key, version } = await vault.current();

      expect(key).toBeInstanceOf(Uint8Array);
      expect(key).toHaveLength(32);
      expect(new Set(key).size).toBeGreaterThan(8);
      expect(version).toMatch(/^[A-Za-z0-9_-]+$/);
    });

    test('the current key is found by its version', async () => {
      const { key, version } = await vault.current();

      const found = await vault.byVersion(version);

      expect(found.version).toBe(version);
      expect(Buffer.from(found.key).equals(Buffer.from(key))).toBe(true);
    });

    test.each([
      ...['', '999999', '0', '-1', '1e3', '9'.repeat(400), 'no-such-version', 'latest', 'current'],
      ...['constructor', '__proto__', 'toString', '../root', '1/../2', '1:access'],
    ])('a version there is not (%p) is an error', async (version) => {
      await expect(vault.byVersion(version)).rejects.toThrow(Error);
    });

    test('a version goes by its one exact name', async () => {
      const { version } = await vault.current();

      for (const name of [
        ` ${version}`,
        `${version} `,
        `0${version}`,
        `+${version}`,
        `${version}.0`,
        `${version}\n`,
      ]) {
        await expect(vault.byVersion(name)).rejects.toThrow(Error);
      }
    });

    test('many who ask at once get the same keys', async () => {
      const [current, ...others] = await Promise.all(Array.from({ length: 20 }, () => vault.current()));
      const version = current?.version ?? '';
      const found = await Promise.all(Array.from({ length: 20 }, () => vault.byVersion(version)));
      const derived = await Promise.all(Array.from({ length: 20 }, () => vault.derive('cursor')));

      expect(new Set([current, ...others, ...found].map((key) => hex(key?.key ?? Buffer.of()))).size).toBe(1);
      expect(new Set(derived.map(hex)).size).toBe(1);
    });

    test('after a rotation a new key seals, what the old one sealed still opens, and derived keys stay', async () => {
      const binding = { atsId: 'demo', purpose: 'outgoing' } as const;
      const old = await vault.current();
      const sealed = sealSecret('whsec_1', old, binding, Buffer.alloc(12, 7));
      const derived = hex(await vault.derive('cursor'));

      await harness.rotate();

      const again = await harness.open();
      const current = await again.current();
      expect(current.version).not.toBe(old.version);
      expect(hex(current.key)).not.toBe(hex(old.key));
      expect(openSecret(sealed, await again.byVersion(old.version), binding)).toBe('whsec_1');
      expect(hex(await again.derive('cursor'))).toBe(derived);
    });

    test('keys are the same when the vault is opened again: what was sealed before opens after', async () => {
      const binding = { atsId: 'demo', purpose: 'incoming' } as const;
      const current = await vault.current();
      const sealed = sealSecret('whsec_1', current, binding, Buffer.alloc(12, 7));

      const again = await harness.open();

      expect((await again.current()).version).toBe(current.version);
      expect(openSecret(sealed, await again.byVersion(current.version), binding)).toBe('whsec_1');
    });

    test('a derived key has 32 bytes, the same each time and after opening again', async () => {
      const first = await vault.derive('cursor');

      expect(first).toBeInstanceOf(Uint8Array);
      expect(first).toHaveLength(32);
      expect(hex(await vault.derive('cursor'))).toBe(hex(first));
      expect(hex(await (await harness.open()).derive('cursor'))).toBe(hex(first));
    });

    test('keys for different uses differ, from each other and from the sealing key', async () => {
      const uses = ['cursor', 'cursors', 'Cursor', 'service-identity', ' cursor', ''];
      const derived = await Promise.all(uses.map((use) => vault.derive(use)));
      const { key } = await vault.current();

      expect(new Set([...derived, key].map(hex)).size).toBe(uses.length + 1);
    });
  });
}

function hex(key: Uint8Array): string {
  return Buffer.from(key).toString('hex');
}
