import type { Ats, PreviousSecret } from '../ats.ts';
import type { ActivityAction, ActivityChange } from './activity.ts';

export interface ChangeOfAts {
  set: Partial<Ats>;
  remove?: readonly (keyof Ats & string)[];
}

const SHOWN = { name: 'name', enabled: 'enabled', webhookUrl: 'webhook_url', policy: 'policy' } as const;
const KEPT_SECRET = {
  apiKeyHash: 'api_key',
  incomingSecret: 'incoming_secret',
  outgoingSecret: 'outgoing_secret',
} as const;
const OVERLAPS = {
  previousIncomingSecret: 'incoming_secret_overlap_until',
  previousOutgoingSecret: 'outgoing_secret_overlap_until',
} as const;

/** What a change makes different of an ATS as it was; empty where that is nothing. */
export function describeChange(before: Ats, { set, remove = [] }: ChangeOfAts): ActivityChange[] {
  const changes: ActivityChange[] = [];
  for (const [key, field] of entriesOf(SHOWN)) {
    const after = set[key];
    if (after !== undefined && after !== before[key]) changes.push({ field, before: before[key], after });
  }
  for (const [key, field] of entriesOf(KEPT_SECRET)) {
    if (set[key] !== undefined && set[key] !== before[key])
      changes.push({ field, before: null, after: null });
  }
  for (const [key, field] of entriesOf(OVERLAPS)) {
    const was = endOf(before[key]);
    const is = remove.includes(key) ? null : endOf(set[key] ?? before[key]);
    if (was !== is) changes.push({ field, before: was, after: is });
  }
  return changes;
}

/** What a change is called, by what it makes different. */
export function actionOf(changes: readonly ActivityChange[]): ActivityAction {
  const fields = changes.map(({ field }) => field);
  if (fields.includes('api_key')) return 'api_key.rotated';
  if (fields.some((field) => field.endsWith('_secret'))) return 'webhook_secret.rotated';
  const isOverlap = fields.every((field) => field.endsWith('_overlap_until'));
  return isOverlap ? 'webhook_secret.overlap_ended' : 'configuration.changed';
}

function entriesOf<K extends string, V extends string>(table: Record<K, V>): [K, V][] {
  return Object.entries(table) as [K, V][];
}

function endOf(previous: PreviousSecret | undefined): string | null {
  return previous === undefined ? null : new Date(previous.until).toISOString();
}
