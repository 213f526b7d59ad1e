import type { DeliveryLogEntry } from './delivery-log-entry.ts';

/** What a list reads of an entry: what happened, without what was said, which is nearly all of its size. */
export const LISTED_FIELDS = [
  'entryId',
  'atsId',
  'direction',
  'test',
  'createdAt',
  'expireAt',
  'durationMs',
  'outcome',
  'statusCode',
  'reason',
  'event',
  'eventId',
  'clientId',
  'referenceId',
  'attempt',
] as const satisfies (keyof DeliveryLogEntry)[];

/** An entry as it is in a list. */
export type LoggedAttempt = Pick<DeliveryLogEntry, (typeof LISTED_FIELDS)[number]>;
