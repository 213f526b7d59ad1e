import type { ActivityEntry } from '../../../functions/shared/portal/schemas/activity.ts';
import { formatTime } from './format-time.ts';

const ACTIONS: Record<ActivityEntry['action'], string> = {
  'ats.created': 'Onboarded the ATS',
  'configuration.changed': 'Changed the configuration',
  'api_key.rotated': 'Rotated the API key',
  'webhook_secret.rotated': 'Rotated a webhook secret',
  'webhook_secret.overlap_ended': 'Ended the overlap of a webhook secret',
  'webhook_secrets.revealed': 'Revealed the webhook secrets',
  'administrator.invited': 'Invited an administrator',
  'administrator.password_mailed': 'Had a password link mailed to an administrator',
};

const FIELDS: Record<string, string> = {
  name: 'name',
  webhook_url: 'webhook URL',
  enabled: 'status',
  policy: 'workspace policy',
  api_key: 'API key',
  incoming_secret: 'incoming secret',
  outgoing_secret: 'outgoing secret',
  incoming_secret_overlap_until: 'previous incoming secret counts until',
  outgoing_secret_overlap_until: 'previous outgoing secret counts until',
};

type Change = ActivityEntry['changes'][number];

/** What was done, in a few words. */
export function describeAction(action: ActivityEntry['action']): string {
  return ACTIONS[action] ?? action;
}

/** One field that is another now: `name: Old → New`; keys and secrets are only named. */
export function describeChange({ field, before, after }: Change): string {
  const name = FIELDS[field] ?? field.replaceAll('_', ' ');
  if (before === null && after === null) return name;
  return `${name}: ${describeValue(before, field)} → ${describeValue(after, field)}`;
}

function describeValue(value: Change['before'], field: string): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean')
    return field === 'enabled' ? (value ? 'enabled' : 'disabled') : String(value);
  return field.endsWith('_overlap_until') ? formatTime(value) : value;
}
