import type { RateLimit } from '../core/rate-limit.ts';
import type { RetryLadder } from '../core/retry-ladder.ts';
import type { WebhookUrlPolicy } from '../core/webhook-url.ts';
import type { SecretBox } from '../flows/secret-box.ts';
import type { PortalSettings } from '../portal/portal-settings.ts';
import type { AiService } from '../ports/ai-service.ts';
import type { Clock } from '../ports/clock.ts';
import type { HostCheck } from '../ports/host-check.ts';
import type { HttpSender } from '../ports/http-sender.ts';
import type { Ids } from '../ports/ids.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Logger } from '../ports/logger.ts';
import type { PortalIdentity } from '../ports/portal-identity.ts';
import type { ServiceIdentity } from '../ports/service-identity.ts';
import type { Store } from '../ports/store.ts';
import type { TaskQueue } from '../ports/task-queue.ts';

/** Everything a function is given: the ports on one platform, and what was configured. */
export interface Runtime {
  store: Store;
  queue: TaskQueue;
  vault: KeyVault;
  identity: ServiceIdentity;
  /** The people who may use the portal. */
  portalIdentity: PortalIdentity;
  portal: PortalSettings;
  /** What webhooks are sent with. */
  sender: HttpSender;
  /** Where they may be sent to. */
  hosts: HostCheck;
  ai: AiService;
  secrets: SecretBox;
  clock: Clock;
  ids: Ids;
  log: Logger;
  retryLadder: RetryLadder;
  rateLimit: RateLimit;
  urlPolicy: WebhookUrlPolicy;
  /** Ends connections, after what is still waiting has been written. Whatever dispatches tasks is stopped first. */
  close(): Promise<void>;
}

/** Parts that a caller brings itself: a test its clock, `npm start` its pretty log. */
export interface RuntimeOverrides {
  clock?: Clock;
  ids?: Ids;
  log?: Logger;
  /** Where log lines go instead of standard output. */
  logDestination?: NodeJS.WritableStream;
  /** In place of those that webhooks, and calls to the AI service, are sent with. */
  sender?: HttpSender;
}
