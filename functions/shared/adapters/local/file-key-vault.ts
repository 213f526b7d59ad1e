import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { deriveKey } from '../../core/derive-key.ts';
import type { SealingKey } from '../../core/seal-secret.ts';
import { StartupError, toStartupError } from '../../core/startup-error.ts';
import type { KeyVault } from '../../ports/key-vault.ts';

interface KeyFile {
  /** The version new secrets are sealed with. */
  current: string;
  /** Version → 32 bytes, base64. */
  keys: Record<string, string>;
  /** 32 bytes, base64; other keys are derived from it. */
  root: string;
}

const KEY_BYTES = 32;

export interface FileKeyVaultOptions {
  file: string;
  /** False where data sealed with a lost key may exist: then a missing file is an error and not a reason to make one. */
  mayCreate: boolean;
}

const REMEDY = 'Put a copy of it back, or remove the whole data folder to begin anew.';

/** The key vault in a file that only its owner may read. Throws a {@link StartupError} when it cannot be used as it is. */
export function createFileKeyVault({ file, mayCreate }: FileKeyVaultOptions): KeyVault {
  const keyFile = openKeyFile(file, mayCreate);
  const byVersion = (version: string): SealingKey => {
    const key = Object.hasOwn(keyFile.keys, version) ? keyFile.keys[version] : undefined;
    if (key === undefined) throw new Error(`${file} has no key of version ${version}`);
    return { version, key: Buffer.from(key, 'base64') };
  };
  const root = Buffer.from(keyFile.root, 'base64');
  const derived = new Map<string, Uint8Array>();
  const derive = (use: string): Uint8Array => {
    const key = deriveKey(root, use);
    derived.set(use, key);
    return key;
  };
  return {
    current: async () => byVersion(keyFile.current),
    byVersion: async (version) => byVersion(version),
    derive: async (use) => derived.get(use) ?? derive(use),
  };
}

function openKeyFile(file: string, mayCreate: boolean): KeyFile {
  try {
    if (!existsSync(file)) {
      if (!mayCreate) {
        throw new StartupError(
          `The key file ${file} is missing, and without it the secrets in the database beside it cannot be opened. ${REMEDY}`,
        );
      }
      createKeyFile(file);
    }
    return readKeyFile(file);
  } catch (error) {
    throw toStartupError(error, file);
  }
}

function createKeyFile(file: string): void {
  const key = () => randomBytes(KEY_BYTES).toString('base64');
  const content: KeyFile = { current: '1', keys: { '1': key() }, root: key() };
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // A link appears whole or not at all, and never over the file of a process that was faster.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function readKeyFile(file: string): KeyFile {
  const text = readFileSync(file, 'utf8');
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new StartupError(`The key file ${file} may be read by others. Run: chmod 600 ${file}`);
  }
  let content: Partial<KeyFile> | null;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new StartupError(`The key file ${file} is not JSON. ${REMEDY}`, { cause });
  }
  const { current, keys, root } = content ?? {};
  const isKey = (text: unknown) =>
    typeof text === 'string' && Buffer.from(text, 'base64').length === KEY_BYTES;
  const complete =
    typeof keys === 'object' && keys !== null && Object.values(keys).every(isKey) && isKey(root);
  if (!complete || typeof current !== 'string' || !Object.hasOwn(keys, current)) {
    throw new StartupError(
      `The key file ${file} is damaged: it needs "current", "keys" and "root" with 32-byte keys. ${REMEDY}`,
    );
  }
  return content as KeyFile;
}
