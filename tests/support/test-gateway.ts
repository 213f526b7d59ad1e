import { type LocalConfig, loadLocalConfig } from '../../functions/shared/config.ts';
import { NO_RATE_LIMIT } from '../../functions/shared/core/rate-limit.ts';
import { setWebhookUrl } from '../../functions/shared/flows/update-ats.ts';
import type { LocalRuntimeOverrides } from '../../functions/shared/runtime/local-runtime.ts';
import { startLocalGateway } from '../../scripts/local/local-gateway.ts';
import { type Gateway, startGateway } from '../../scripts/local/start-gateway.ts';
import { AtsClient, type CallOptions, type CallResult } from './ats-client.ts';
import { tempDir } from './temp-dir.ts';
import { TestClock } from './test-clock.ts';
import { testIds } from './test-ids.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

export type { CallOptions, CallResult };

export interface TestGatewayOptions {
  config?: Partial<LocalConfig>;
  overrides?: LocalRuntimeOverrides;
  /** `builtPortal`, where a test looks at the portal's pages. */
  preparePortal?: (() => Promise<string>) | undefined;
}

/** Set by Jest for the tests that are run once more on Google Cloud's platform, with emulators. */
const { CARVOS_TEST_PLATFORM: platform = 'local' } = globalThis as { CARVOS_TEST_PLATFORM?: 'gcp' };

/**
 * All of CarvOS on a free port, in memory, on a clock that only the test moves, with a receiver as the demo ATS; on the platform that
 * the tests are run on.
 */
export class TestGateway {
  readonly clock: TestClock;
  readonly gateway: Gateway;
  readonly receiver: WebhookReceiver;
  readonly #ats: AtsClient;
  readonly #cleanUp: () => void;

  private constructor(parts: {
    clock: TestClock;
    gateway: Gateway;
    receiver: WebhookReceiver;
    cleanUp: () => void;
  }) {
    this.clock = parts.clock;
    this.gateway = parts.gateway;
    this.receiver = parts.receiver;
    this.#ats = new AtsClient(parts.gateway.demo, () => parts.clock.now());
    this.#cleanUp = parts.cleanUp;
  }

  static async start(options: TestGatewayOptions = {}): Promise<TestGateway> {
    const { config = {}, overrides = {}, preparePortal } = options;
    const clock = new TestClock();
    const dir = tempDir();
    const gateway = await (platform === 'gcp' ? startEmulated : startLocal)({
      clock,
      dataDir: dir.path,
      config,
      overrides,
      preparePortal,
    });
    const receiver = new WebhookReceiver({
      secret: () => gateway.demo.outgoing_secret,
      now: () => clock.now(),
    });
    await setWebhookUrl(gateway.runtime, 'demo', await receiver.start());
    return new TestGateway({ clock, gateway, receiver, cleanUp: dir.remove });
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.receiver.stop();
    this.#cleanUp();
  }

  /** Does all that is due now. */
  async work(): Promise<number> {
    return this.gateway.runDueTasks();
  }

  /** Moves the clock and does what has become due. */
  async after(ms: number): Promise<number> {
    this.clock.advance(ms);
    return this.work();
  }

  /** A REST call of the demo ATS. */
  call(method: string, path: string, options: CallOptions = {}): Promise<CallResult> {
    return this.#ats.call(method, path, options);
  }

  /** What the AI services send to `/internal/v1/…`, with their identity token or that of another service. */
  async fromAi(path: string, body: object | string, service: 'ai' | 'tasks' = 'ai'): Promise<CallResult> {
    const authorization = `Bearer ${await this.gateway.outside.token(service, 'results')}`;
    return this.call('POST', `/internal/v1/${path}`, { body, headers: { authorization } });
  }

  /** A signed webhook of the demo ATS. */
  webhook(body: object | string, options: { headers?: Record<string, string> } = {}): Promise<CallResult> {
    return this.#ats.webhook(body, options);
  }
}

interface StartOptions extends Required<TestGatewayOptions> {
  clock: TestClock;
  dataDir: string;
}

/** Every gateway has people, and few tests are about their passwords. */
const CHEAP = { N: 2, r: 1, p: 1 };

function startLocal({ clock, dataDir, config, overrides, preparePortal }: StartOptions): Promise<Gateway> {
  return startLocalGateway(
    { ...loadLocalConfig({}), port: 0, dataDir, logLevel: 'silent', rateLimit: NO_RATE_LIMIT, ...config },
    { clock, ids: testIds(clock), inMemory: true, passwordCost: CHEAP, ...overrides },
    preparePortal,
  );
}

async function startEmulated({
  clock,
  dataDir,
  config,
  overrides,
  preparePortal,
}: StartOptions): Promise<Gateway> {
  // Loaded only where it is used: Google's clients take their time.
  const { openEmulatedPlatform } = await import('../../scripts/emulators/open-emulated-platform.ts');
  const { aiServiceUrl, aiStandInMode = 'sync', logLevel = 'silent', rateLimit = NO_RATE_LIMIT } = config;
  return startGateway({
    port: 0,
    dataDir,
    aiStandInMode,
    inboxInMemory: true,
    preparePortal,
    openPlatform: (baseUrl) =>
      openEmulatedPlatform({
        baseUrl,
        clock,
        firestoreEmulator: process.env.FIRESTORE_EMULATOR_HOST ?? '',
        config: { logLevel, rateLimit, ...(aiServiceUrl ? { aiServiceUrl } : {}) },
        overrides: { ids: testIds(clock), ...overrides },
      }),
  });
}

/** A candidate as an ATS would send it. */
export const ADA = {
  candidate_id: 'c-1',
  first_name: 'Ada',
  last_name: 'LOVELACE',
  email: ' Ada@Example.COM ',
};

/** A candidate's webhook as an ATS would send it. */
export function candidateEvent(event: string, eventId: string, fields: object = {}) {
  return { event, event_id: eventId, client_id: 'acme', user_id: 'recruiter-1', ...ADA, ...fields };
}
