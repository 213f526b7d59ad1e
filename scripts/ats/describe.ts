import type { Ats } from '../../functions/shared/core/ats.ts';
import { shownTime } from '../../functions/shared/flows/describe-event.ts';

export function describeAts(ats: Ats) {
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
