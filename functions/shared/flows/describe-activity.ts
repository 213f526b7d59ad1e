import type { Activity } from '../core/activity/activity.ts';
import { shownTime } from './describe-event.ts';

/** An activity as it is shown: who, what, when. */
export function describeActivity({ activityId, atsId, createdAt, actor, action, changes }: Activity) {
  return {
    activity_id: activityId,
    created_at: shownTime(createdAt),
    ats_id: atsId,
    actor: { kind: actor.kind, name: actor.name },
    action,
    changes: changes.map(({ field, before, after }) => ({ field, before, after })),
  };
}
