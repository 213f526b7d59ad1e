import type { EndpointHealth } from '../core/delivery/endpoint-health.ts';
import { paths } from '../core/paths.ts';
import type { Store } from '../ports/store.ts';
import { shownTime } from './describe-event.ts';

/** How an ATS's endpoint is, as it is shown; `…_since` is null where it has never been otherwise. */
export async function describeHealth(store: Store, atsId: string) {
  const [found] = await store.getAll<[EndpointHealth]>(paths.endpointHealth(atsId));
  const { state = 'healthy', since, reason = null } = found?.data ?? {};
  return {
    endpoint_health: state,
    endpoint_health_since: since === undefined ? null : shownTime(since),
    endpoint_health_reason: reason,
  };
}
