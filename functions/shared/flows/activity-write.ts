import { type Activity, type Actor, SYSTEM } from '../core/activity/activity.ts';
import { paths } from '../core/paths.ts';
import type { Write } from '../ports/store.ts';

export interface ActivityDeps {
  /** Who changes something; the system itself, where nobody is named. */
  actor?: Actor;
}

/** The write of an activity, for the commit of what it tells of. */
export function activityWrite({ actor = SYSTEM }: ActivityDeps, activity: Omit<Activity, 'actor'>): Write {
  const path = paths.activity(activity.atsId, activity.activityId);
  return { type: 'create', path, data: { ...activity, actor } satisfies Activity };
}
