import type { Ats } from '../core/ats.ts';
import type { SecretPurpose } from '../core/seal-secret.ts';
import { secretsInForce } from '../core/webhook-secrets/secrets-in-force.ts';
import type { ConfigurationAnswer } from '../portal/schemas/ats.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredDocument } from '../ports/store.ts';
import { shownTime } from './describe-event.ts';
import { describeHealth } from './describe-health.ts';

/** An ATS as it is shown in a list. */
export function describeAtsSummary(ats: Ats) {
  return {
    ats_id: ats.atsId,
    name: ats.name,
    enabled: ats.enabled,
    webhook_url: ats.webhookUrl,
    policy: ats.policy,
    created_at: shownTime(ats.createdAt),
    updated_at: shownTime(ats.updatedAt),
  };
}

/** An ATS as it is shown at `now` (epoch ms): of its secrets only until when two of them count. */
export function describeAts(ats: Ats, now: number) {
  const overlapUntil = (purpose: SecretPurpose) => {
    const { overlapUntil: until } = secretsInForce(ats, purpose, now);
    return until === null ? null : shownTime(until);
  };
  return {
    ...describeAtsSummary(ats),
    incoming_secret_overlap_until: overlapUntil('incoming'),
    outgoing_secret_overlap_until: overlapUntil('outgoing'),
  };
}

/** The same with how its endpoint is, and with the version that an edit has to name. */
export async function describeConfiguration(
  { store, clock }: { store: Store; clock: Clock },
  { version, data: ats }: StoredDocument<Ats>,
): Promise<ConfigurationAnswer> {
  return { ...describeAts(ats, clock.now()), version, ...(await describeHealth(store, ats.atsId)) };
}
