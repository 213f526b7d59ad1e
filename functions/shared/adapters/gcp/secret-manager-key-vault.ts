import { deriveKey } from '../../core/derive-key.ts';
import type { SealingKey } from '../../core/seal-secret.ts';
import { StartupError } from '../../core/startup-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KeyVault } from '../../ports/key-vault.ts';
import type { Logger } from '../../ports/logger.ts';
import { keepFresh } from './keep-fresh.ts';
import { readSecretKey, type SecretManagerClient } from './read-secret-key.ts';

/** So long a new version of the master key may go unnoticed by an instance that runs. */
const RENEW_MS = 5 * 60_000;
const RETRY_MS = 60_000;
const TIMEOUT_MS = 5000;

/** More than there are ever in use: a master key is rotated a few times a year. */
const MAX_VERSIONS = 100;

const SECRET_NAME = /^projects\/[^/]+\/secrets\/[A-Za-z0-9_-]{1,255}$/;
const VERSION = /^[1-9][0-9]{0,17}$/;

export interface SecretManagerKeyVaultDeps {
  client: SecretManagerClient;
  clock: Clock;
  log: Logger;
  /** The key that seals secrets, `projects/<project>/secrets/<name>`. Its newest version seals; all of them open. */
  masterSecret: string;
  /** The key that others are derived from. Instances take its newest version as they start, and keep to it. */
  rootSecret: string;
  /** For one question to Secret Manager, its retries included. */
  timeoutMs?: number;
}

/**
 * The key vault in Secret Manager. Keys stay in memory once read: a version never changes. Nothing is asked before the first use;
 * what cannot be read then rejects with an Error that names the secret and the remedy, and is asked for again the next time.
 * Throws a {@link StartupError} when a secret's name is none.
 */
export function createSecretManagerKeyVault(deps: SecretManagerKeyVaultDeps): KeyVault {
  const { client, clock, log, masterSecret, rootSecret, timeoutMs = TIMEOUT_MS } = deps;
  for (const secret of [masterSecret, rootSecret]) {
    if (!SECRET_NAME.test(secret)) {
      throw new StartupError(
        `"${secret}" is not the name of a secret, which is projects/<project>/secrets/<name>`,
      );
    }
  }
  const read = (secret: string, version: string) => readSecretKey({ client, timeoutMs }, { secret, version });
  const versions = createVersionCache((version) => read(masterSecret, version));

  const current = keepFresh({
    clock,
    async load() {
      const key = await read(masterSecret, 'latest');
      versions.keep(key);
      return { value: key, renewAt: clock.now() + RENEW_MS, endsAt: Number.POSITIVE_INFINITY };
    },
    retryAfterMs: RETRY_MS,
    onRenewalFailed: (error) => log.warn('key_vault.renewal_failed', { error }),
  });

  const root = keepFresh({
    clock,
    async load() {
      const { key } = await read(rootSecret, 'latest');
      return { value: key, renewAt: Number.POSITIVE_INFINITY, endsAt: Number.POSITIVE_INFINITY };
    },
    retryAfterMs: RETRY_MS,
  });
  const derived = new Map<string, Uint8Array>();

  return {
    current,
    async byVersion(version) {
      if (!VERSION.test(version))
        throw new Error(`${masterSecret} has no version "${version}": versions are numbers`);
      return versions.get(version);
    },
    async derive(use) {
      const key = derived.get(use) ?? deriveKey(await root(), use);
      derived.set(use, key);
      return key;
    },
  };
}

/** Versions by number, each read once however many ask for it at the same time; a read that fails is not kept. */
function createVersionCache(read: (version: string) => Promise<SealingKey>) {
  const known = new Map<string, Promise<SealingKey>>();
  const keep = (version: string, key: Promise<SealingKey>) => {
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= MAX_VERSIONS) known.delete(oldest);
    known.set(version, key);
  };
  return {
    keep: (key: SealingKey) => keep(key.version, Promise.resolve(key)),
    get(version: string): Promise<SealingKey> {
      const found = known.get(version);
      if (found) return found;
      const key = read(version);
      keep(version, key);
      key.catch(() => known.delete(version));
      return key;
    },
  };
}
