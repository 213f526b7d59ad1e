import type { EndpointHealth } from '../core/delivery/endpoint-health.ts';
import { paths } from '../core/paths.ts';
import type { Logger } from '../ports/logger.ts';
import { ConflictError, type Store, type StoredDocument } from '../ports/store.ts';

/**
 * Writes down that an endpoint's health has changed, on condition that nobody else has in the meantime. Never rejects: what cannot be
 * written is found out again by the next attempt.
 */
export async function noteHealth(
  { store, log }: { store: Store; log: Logger },
  before: StoredDocument<EndpointHealth> | undefined,
  health: EndpointHealth,
): Promise<void> {
  const path = paths.endpointHealth(health.atsId);
  try {
    await store.commit([
      before
        ? { type: 'set', path, data: health, ifVersion: before.version }
        : { type: 'create', path, data: health },
    ]);
    const level = health.state === 'healthy' ? 'info' : 'warn';
    log[level](`endpoint.${health.state}`, { ats_id: health.atsId, reason: health.reason });
  } catch (error) {
    if (!(error instanceof ConflictError)) log.warn('endpoint.not_noted', { error: error as Error });
  }
}
