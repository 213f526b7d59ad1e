import { SECOND_MS } from '../shared/core/duration.ts';
import type { Answer } from '../shared/http/respond.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { KeyVault } from '../shared/ports/key-vault.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { Store } from '../shared/ports/store.ts';
import type { TaskQueue } from '../shared/ports/task-queue.ts';

export interface HealthDeps {
  store: Store;
  queue: TaskQueue;
  vault: KeyVault;
  clock: Clock;
  log: Logger;
}

/** How long an answer holds: however often it is asked, the backends are asked once in this time. */
const CACHE_MS = 5 * SECOND_MS;

/** A backend that has not answered by then counts as away. */
const PROBE_TIMEOUT_MS = 2 * SECOND_MS;

type Status = 'ok' | 'unavailable';

/**
 * Makes the answer of `GET /v1/health`: 200 when every backend answers, else 503, and which ones do. Needs no key and tells
 * nothing else; the cause goes to the log.
 */
export function createHealthCheck(deps: HealthDeps): () => Promise<Answer> {
  const { store, queue, vault, clock, log } = deps;
  const probes: Record<string, () => Promise<unknown>> = {
    store: () => store.getAll('health/probe'),
    queue: () => queue.ping(),
    key_vault: () => vault.current(),
  };

  async function probe(name: string, ask: () => Promise<unknown>): Promise<[string, Status]> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error('no answer in time')), PROBE_TIMEOUT_MS);
    try {
      await Promise.race([ask(), tooLate]);
      return [name, 'ok'];
    } catch (error) {
      log.error('health.backend_unavailable', { backend: name, error: error as Error });
      return [name, 'unavailable'];
    } finally {
      clearTimeout(timer);
    }
  }

  async function check(): Promise<Answer> {
    const results = await Promise.all(Object.entries(probes).map(([name, ask]) => probe(name, ask)));
    const healthy = results.every(([, status]) => status === 'ok');
    const body = { status: healthy ? 'ok' : 'unavailable', backends: Object.fromEntries(results) };
    return { status: healthy ? 200 : 503, body };
  }

  let last: { at: number; answer: Promise<Answer> } | undefined;
  return () => {
    const now = clock.now();
    if (last === undefined || now - last.at >= CACHE_MS) last = { at: now, answer: check() };
    return last.answer;
  };
}
