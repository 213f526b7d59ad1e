import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createFileKeyVault } from '../adapters/local/file-key-vault.ts';
import { createInlineWriter } from '../adapters/local/inline-writer.ts';
import { keyFileOf } from '../adapters/local/key-file.ts';
import { createLocalPortalIdentity } from '../adapters/local/local-portal-identity.ts';
import { createLocalServiceIdentity } from '../adapters/local/local-service-identity.ts';
import { createLocalTaskQueue, type LocalTaskQueue } from '../adapters/local/local-task-queue.ts';
import { openDatabase } from '../adapters/local/open-database.ts';
import type { PasswordCost } from '../adapters/local/password-hasher.ts';
import { queuesOfOneProcess } from '../adapters/local/queues-of-one-process.ts';
import { createSqliteStore, type SqliteStore } from '../adapters/local/sqlite-store.ts';
import { createThreadWriter } from '../adapters/local/thread-writer.ts';
import { createHttpAiService } from '../adapters/net/http-ai-service.ts';
import type { LocalConfig } from '../config.ts';
import type { physicalQueues } from '../core/queues.ts';
import { StartupError, toStartupError } from '../core/startup-error.ts';
import { passwordLink } from '../flows/invite-administrator.ts';
import { createSecretBox } from '../flows/secret-box.ts';
import { createSenders } from './create-senders.ts';
import type { Runtime, RuntimeOverrides } from './runtime-parts.ts';
import { createSystemParts } from './system-parts.ts';

/** A mail that nobody sends on a developer's machine. */
export interface LocalMail {
  /** Epoch ms. */
  sentAt: number;
  email: string;
  /** Where its reader sets a new password. */
  link: string;
}

export interface LocalRuntime extends Runtime {
  store: SqliteStore;
  queue: LocalTaskQueue;
  /** What would have been sent by mail since the start, the newest last. */
  mails: readonly LocalMail[];
}

export interface LocalRuntimeOverrides extends RuntimeOverrides {
  /** Queues with other limits than production's; for measuring what is behind the limits. */
  queues?: ReturnType<typeof physicalQueues>;
  /** Keeps everything in memory. The key file still goes to the data folder. */
  inMemory?: boolean;
  /** False: a folder that holds no data yet is a {@link StartupError}, and nothing is made in it. */
  mayCreate?: boolean;
  /** For tests: less work for a password than where it is worth something. */
  passwordCost?: PasswordCost;
}

/** Puts the embedded platform together. Throws a {@link StartupError}. */
export function createLocalRuntime(config: LocalConfig, overrides: LocalRuntimeOverrides = {}): LocalRuntime {
  const system = createSystemParts(config, overrides);
  const { clock, ids, log } = system;
  const { serviceSender, ...sending } = createSenders(true, overrides);
  const { queues = queuesOfOneProcess() } = overrides;
  const { vault, db, writer } = openDataFolder(config.dataDir, overrides);
  const store = createSqliteStore(db, writer);
  const identity = createLocalServiceIdentity({ clock, key: () => vault.derive('service-identity') });
  const owner = `${process.pid}:${ids.uniqueId()}`;
  const aiServiceUrl = config.aiServiceUrl ?? `http://127.0.0.1:${config.port}/_ai`;
  return {
    ...system,
    ...sending,
    store,
    queue: createLocalTaskQueue({ db, writer, clock, log, owner, queues }),
    vault,
    identity,
    ...createPortalParts(config.port, { ...overrides, clock, ids, log, store, vault }),
    ai: createHttpAiService({ sender: serviceSender, identity, url: aiServiceUrl, audience: aiServiceUrl }),
    secrets: createSecretBox({ vault, ids }),
    retryLadder: config.retryLadder,
    rateLimit: config.rateLimit,
    async close() {
      await writer.close();
      db.close();
    },
  };
}

/** Enough for a day's work; who needs an older link asks for a new one. */
export const MAX_MAILS = 50;

/** The portal and its people. Its pages are on the port that everything is on, by either of the names that a machine has for itself. */
function createPortalParts(
  port: number,
  deps: Pick<Runtime, 'clock' | 'ids' | 'log' | 'store' | 'vault'> &
    Pick<LocalRuntimeOverrides, 'passwordCost'>,
): Pick<LocalRuntime, 'portalIdentity' | 'portal' | 'mails'> {
  const origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  const portal = { url: `${origins[0]}/portal`, origins, proxies: null };
  const mails: LocalMail[] = [];
  const portalIdentity = createLocalPortalIdentity({
    ...deps,
    key: () => deps.vault.derive('portal-session'),
    deliverMail({ email, code }) {
      const link = passwordLink(portal.url, code);
      mails.push({ sentAt: deps.clock.now(), email, link });
      if (mails.length > MAX_MAILS) mails.shift();
      // Whoever reads this machine's log may read its database too.
      deps.log.info('portal.password_mail', { email, link });
    },
  });
  return { portalIdentity, portal, mails };
}

function openDataFolder(dataDir: string, { inMemory = false, mayCreate = true }: LocalRuntimeOverrides) {
  const dbFile = join(dataDir, 'carvos.db');
  const isNew = makeFolder(dataDir, { dbFile, mayCreate });
  const file = inMemory ? ':memory:' : dbFile;
  const vault = createFileKeyVault({ file: keyFileOf(dataDir), mayCreate: isNew || inMemory });
  const db = openDatabase({ file, durability: 'full' });
  const writer = inMemory ? createInlineWriter(db) : createThreadWriter(file);
  return { vault, db, writer };
}

/** Makes the data folder where it is missing; returns whether the database in it is missing. */
function makeFolder(dataDir: string, { dbFile, mayCreate }: { dbFile: string; mayCreate: boolean }): boolean {
  try {
    // Not existsSync, which takes a folder that may not be read for an empty one.
    const isNew = statSync(dbFile, { throwIfNoEntry: false }) === undefined;
    if (isNew && !mayCreate) {
      throw new StartupError(
        `There is no CarvOS data in ${dataDir}. Set CARVOS_DATA_DIR, or run npm start first`,
      );
    }
    // Candidates' data lies here: nobody else on the machine may look in.
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return isNew;
  } catch (error) {
    throw toStartupError(error, dataDir);
  }
}
