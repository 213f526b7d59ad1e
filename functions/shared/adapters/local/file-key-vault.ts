import { deriveKey } from '../../core/derive-key.ts';
import type { SealingKey } from '../../core/seal-secret.ts';
import type { KeyVault } from '../../ports/key-vault.ts';
import { openKeyFile } from './key-file.ts';

export interface FileKeyVaultOptions {
  file: string;
  /** False where data sealed with a lost key may exist: then a missing file is an error and not a reason to make one. */
  mayCreate: boolean;
}

/**
 * The key vault in a file that only its owner may read. A key that is added to it while this runs is found: sealing always asks the file
 * which is current, and a version that is not known yet is looked for in it. Throws a `StartupError` when it cannot be used as it is.
 */
export function createFileKeyVault({ file, mayCreate }: FileKeyVaultOptions): KeyVault {
  let keyFile = openKeyFile(file, mayCreate);
  const reread = () => {
    keyFile = openKeyFile(file, false);
  };
  const find = (version: string): SealingKey | undefined => {
    const key = Object.hasOwn(keyFile.keys, version) ? keyFile.keys[version] : undefined;
    return key === undefined ? undefined : { version, key: Buffer.from(key, 'base64') };
  };
  const byVersion = (version: string): SealingKey => {
    const known = find(version);
    if (known) return known;
    reread();
    const found = find(version);
    if (found === undefined) throw new Error(`${file} has no key of version ${version}`);
    return found;
  };
  const root = Buffer.from(keyFile.root, 'base64');
  const derived = new Map<string, Uint8Array>();
  const derive = (use: string): Uint8Array => {
    const key = deriveKey(root, use);
    derived.set(use, key);
    return key;
  };
  return {
    async current() {
      reread();
      return byVersion(keyFile.current);
    },
    byVersion: async (version) => byVersion(version),
    derive: async (use) => derived.get(use) ?? derive(use),
  };
}
