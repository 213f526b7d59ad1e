import { expect, test } from '@jest/globals';
import type { Activity } from '../../functions/shared/core/activity/activity.ts';
import { describeActivity } from '../../functions/shared/flows/describe-activity.ts';
import { activityText } from './activity-text.ts';

const activity: Activity = {
  activityId: 'a-1',
  atsId: 'acme',
  createdAt: 0,
  actor: { kind: 'administrator', name: 'zoe@ats.example' },
  action: 'configuration.changed',
  changes: [
    { field: 'name', before: null, after: 'Acme' },
    { field: 'api_key', before: null, after: null },
  ],
  shard: 1,
};

test('a line tells when, of which ATS, who and what, and how to go on', () => {
  const other = { ...activity, atsId: 'other', action: 'webhook_secrets.revealed', changes: [] } as const;
  const text = activityText({ data: [activity, other].map(describeActivity), next_cursor: 'next' });
  const [head, ...lines] = text.split('\n');
  expect(head?.split(/ {2,}/)).toEqual(['created_at', 'ats_id', 'who', 'action', 'changes']);
  expect(lines[0]?.split(/ {2,}/)).toEqual([
    '1970-01-01T00:00:00.000Z',
    'acme',
    'zoe@ats.example (administrator)',
    'configuration.changed',
    'name: - → Acme; api_key replaced',
  ]);
  expect(lines[1]).toMatch(/ other .* webhook_secrets\.revealed/);
  expect(text).toContain('--cursor next');
});
