import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartupError, toStartupError } from '../../core/startup-error.ts';

export interface KeyFile {
  /** The version new secrets are sealed with. */
  current: string;
  /** Version → 32 bytes, base64. */
  keys: Record<string, string>;
  /** 32 bytes, base64; other keys are derived from it. */
  root: string;
}

const KEY_BYTES = 32;
const REMEDY = 'Put a copy of it back, or remove the whole data folder to begin anew.';

/** Where the keys of a data folder lie. */
export function keyFileOf(dataDir: string): string {
  return join(dataDir, 'key.json');
}

/** Reads the key file; makes it where it is missing, if it may. Throws a {@link StartupError} when it cannot be used as it is. */
export function openKeyFile(file: string, mayCreate: boolean): KeyFile {
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

/**
 * Adds a key that seals from now on, and returns its version; older ones stay, to open with. The file is replaced as a whole, and is on
 * disk before this returns: what the key seals afterwards is worth nothing without it. Throws a {@link StartupError}.
 */
export function addKey(file: string): string {
  const lock = `${file}.lock`;
  try {
    lockFile(lock);
    try {
      const content = readKeyFile(file);
      const numbers = Object.keys(content.keys).map(Number).filter(Number.isSafeInteger);
      const version = String(Math.max(0, ...numbers) + 1);
      const draft = writeDraft(file, {
        ...content,
        current: version,
        keys: { ...content.keys, [version]: newKey() },
      });
      renameSync(draft, file);
      flushFolderOf(file);
      return version;
    } finally {
      rmSync(lock);
    }
  } catch (error) {
    throw toStartupError(error, file);
  }
}

/** Of two who add a key at once the later would else take away the earlier one's, which may have sealed something by then. */
function lockFile(lock: string): void {
  try {
    writeFileSync(lock, `${process.pid}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new StartupError(`Another process is adding a key. If none is, remove ${lock} and try again`);
  }
}

function createKeyFile(file: string): void {
  const draft = writeDraft(file, { current: '1', keys: { '1': newKey() }, root: newKey() });
  try {
    // A link appears whole or not at all, and never over the file of a process that was faster.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

function writeDraft(file: string, content: KeyFile): string {
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return draft;
}

/** A file's new name is on disk once its folder is; Windows has no such call. */
function flushFolderOf(file: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
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
