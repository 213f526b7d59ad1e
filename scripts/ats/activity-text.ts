import type { describeActivity } from '../../functions/shared/flows/describe-activity.ts';
import { moreText, tableText } from './text.ts';

type Shown = ReturnType<typeof describeActivity>;

/** A page of what was changed, one change a line, and how to get the next page. */
export function activityText({ data, next_cursor }: { data: Shown[]; next_cursor: string | null }): string {
  const rows = data.map(({ created_at, ats_id, actor, action, changes }) => ({
    created_at,
    ats_id,
    who: `${actor.name} (${actor.kind})`,
    action,
    changes: changes.map(changeText).join('; '),
  }));
  return `${tableText(rows, 'Nothing was changed')}${moreText(next_cursor)}`;
}

/** Keys and secrets are only named. */
function changeText({ field, before, after }: Shown['changes'][number]): string {
  return before === null && after === null
    ? `${field} replaced`
    : `${field}: ${before ?? '-'} → ${after ?? '-'}`;
}
