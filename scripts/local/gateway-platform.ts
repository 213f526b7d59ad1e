import type { ServiceIdentity } from '../../functions/shared/ports/service-identity.ts';
import type { LocalMail } from '../../functions/shared/runtime/local-runtime.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';

/** What a gateway in one process runs on: the functions' runtime, and what in production stands around them. */
export interface GatewayPlatform {
  runtime: Runtime;
  /** What would have been sent by mail, the newest last; left out where mails are sent, or are not ours to see. */
  mails?: readonly LocalMail[];
  /** The machines that are not functions: the scheduler, and the AI service that is stood in for. */
  outside: ServiceIdentity;
  /** Dispatches tasks as they fall due, from now on. */
  startQueue(): void;
  /** For tests: does all that is due now; returns how many tasks were dispatched. */
  runDueTasks(): Promise<number>;
  /** Takes no more tasks and resolves when those under way have ended. */
  stopQueue(): Promise<void>;
  /** What Firestore's TTL policy does by itself, where nothing else does. Ends early when `signal` says so. */
  purgeExpired(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
