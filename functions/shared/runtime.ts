import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createFileKeyVault } from './adapters/local/file-key-vault.ts';
import { createInlineWriter } from './adapters/local/inline-writer.ts';
import { createLocalServiceIdentity } from './adapters/local/local-service-identity.ts';
import { createLocalTaskQueue, type LocalTaskQueue } from './adapters/local/local-task-queue.ts';
import { openDatabase } from './adapters/local/open-database.ts';
import { createSqliteStore, type SqliteStore } from './adapters/local/sqlite-store.ts';
import { createThreadWriter } from './adapters/local/thread-writer.ts';
import { createGotHttpSender } from './adapters/net/got-http-sender.ts';
import { createHttpAiService } from './adapters/net/http-ai-service.ts';
import { createPinoLogger } from './adapters/system/pino-logger.ts';
import { systemClock } from './adapters/system/system-clock.ts';
import { createSystemIds } from './adapters/system/system-ids.ts';
import { type Config, loadConfig } from './config.ts';
import type { physicalQueues } from './core/queues.ts';
import type { RetryLadder } from './core/retry-ladder.ts';
import { StartupError, toStartupError } from './core/startup-error.ts';
import type { WebhookUrlPolicy } from './core/webhook-url.ts';
import { createSecretBox, type SecretBox } from './flows/secret-box.ts';
import type { AiService } from './ports/ai-service.ts';
import type { Clock } from './ports/clock.ts';
import type { HttpSender } from './ports/http-sender.ts';
import type { Ids } from './ports/ids.ts';
import type { KeyVault } from './ports/key-vault.ts';
import type { Logger } from './ports/logger.ts';
import type { ServiceIdentity } from './ports/service-identity.ts';

/** Everything a function is given: the ports on one platform, and what was configured. */
export interface Runtime {
  store: SqliteStore;
  queue: LocalTaskQueue;
  vault: KeyVault;
  identity: ServiceIdentity;
  sender: HttpSender;
  ai: AiService;
  secrets: SecretBox;
  clock: Clock;
  ids: Ids;
  log: Logger;
  retryLadder: RetryLadder;
  urlPolicy: WebhookUrlPolicy;
  /** Writes what is still waiting and closes the database. Stop the queue first. */
  close(): Promise<void>;
}

/** Parts that a caller brings itself: a test its clock, `npm start` its pretty log. */
export interface RuntimeOverrides {
  clock?: Clock;
  ids?: Ids;
  log?: Logger;
  /** Where log lines go instead of standard output. */
  logDestination?: NodeJS.WritableStream;
  sender?: HttpSender;
  /** Queues with other limits than production's; for measuring what is behind the limits. */
  queues?: ReturnType<typeof physicalQueues>;
  /** Keeps everything in memory. The key file still goes to the data folder. */
  inMemory?: boolean;
  /** False: a folder that holds no data yet is a {@link StartupError}, and nothing is made in it. */
  mayCreate?: boolean;
}

/** Puts the embedded platform together. The only place that names an adapter. Throws a {@link StartupError}. */
export function createRuntime(config: Config, overrides: RuntimeOverrides = {}): Runtime {
  const clock = overrides.clock ?? systemClock;
  const ids = overrides.ids ?? createSystemIds(clock);
  const { logDestination, queues } = overrides;
  const logOptions = { level: config.logLevel, ...(logDestination ? { destination: logDestination } : {}) };
  const log = overrides.log ?? createPinoLogger(logOptions);
  const sender = overrides.sender ?? createGotHttpSender();
  const { vault, db, writer } = openDataFolder(config.dataDir, overrides);
  const store = createSqliteStore(db, writer);
  const identity = createLocalServiceIdentity({ clock, key: () => vault.derive('service-identity') });
  const owner = `${process.pid}:${ids.uniqueId()}`;
  const aiServiceUrl = config.aiServiceUrl ?? `http://127.0.0.1:${config.port}/_ai`;
  return {
    store,
    queue: createLocalTaskQueue({ db, writer, clock, log, owner, ...(queues ? { queues } : {}) }),
    vault,
    identity,
    sender,
    ai: createHttpAiService({ sender, identity, url: aiServiceUrl }),
    secrets: createSecretBox({ vault, ids }),
    clock,
    ids,
    log,
    retryLadder: config.retryLadder,
    urlPolicy: { allowPrivateTargets: true },
    async close() {
      await writer.close();
      db.close();
    },
  };
}

function openDataFolder(dataDir: string, { inMemory = false, mayCreate = true }: RuntimeOverrides) {
  const dbFile = join(dataDir, 'carvos.db');
  const isNew = makeFolder(dataDir, { dbFile, mayCreate });
  const file = inMemory ? ':memory:' : dbFile;
  const vault = createFileKeyVault({ file: join(dataDir, 'key.json'), mayCreate: isNew || inMemory });
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

let shared: Runtime | undefined;

/** The runtime of this process, made from its environment on first use. */
export function runtime(): Runtime {
  shared ??= createRuntime(loadConfig(process.env));
  return shared;
}
