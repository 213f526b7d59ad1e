import type { Ats } from '../../functions/shared/core/ats.ts';
import type { SecretPurpose } from '../../functions/shared/core/seal-secret.ts';
import { secretsInForce } from '../../functions/shared/core/webhook-secrets/secrets-in-force.ts';
import { shownTime } from '../../functions/shared/flows/describe-event.ts';

/** An ATS as it is shown at `now` (epoch ms): of its secrets only until when two of them count. */
export function describeAts(ats: Ats, now: number) {
  const overlapUntil = (purpose: SecretPurpose) => {
    const { overlapUntil: until } = secretsInForce(ats, purpose, now);
    return until === null ? null : shownTime(until);
  };
  return {
    ats_id: ats.atsId,
    name: ats.name,
    enabled: ats.enabled,
    webhook_url: ats.webhookUrl,
    policy: ats.policy,
    incoming_secret_overlap_until: overlapUntil('incoming'),
    outgoing_secret_overlap_until: overlapUntil('outgoing'),
    created_at: shownTime(ats.createdAt),
    updated_at: shownTime(ats.updatedAt),
  };
}
