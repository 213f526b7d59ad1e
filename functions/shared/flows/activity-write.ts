import { ACTIVITY_SHARDS, type Activity, type Actor, SYSTEM } from '../core/activity/activity.ts';
import { paths } from '../core/paths.ts';
import { shardOf } from '../core/shard.ts';
import type { Write } from '../ports/store.ts';

export interface ActivityDeps {
  /** Who changes something; the system itself, where nobody is named. */
  actor?: Actor;
}

/** The write of an activity, for the commit of what it tells of. */
export function activityWrite(
  { actor = SYSTEM }: ActivityDeps,
  activity: Omit<Activity, 'actor' | 'shard'>,
): Write {
  const { atsId, activityId } = activity;
  const data: Activity = { ...activity, actor, shard: shardOf(activityId, ACTIVITY_SHARDS) };
  return { type: 'create', path: paths.activity(atsId, activityId), data };
}
