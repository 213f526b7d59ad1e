import { application } from './application.ts';
import { candidate } from './candidate.ts';
import type { RecordAction, RecordType } from './record-type.ts';
import { vacancy } from './vacancy.ts';

/** Every record type. Routes, webhook events and validation follow from this list. */
export const RECORD_TYPES: readonly RecordType[] = [candidate, vacancy, application];

const ACTIONS: readonly RecordAction[] = ['created', 'updated', 'deleted'];

const BY_EVENT = new Map(
  RECORD_TYPES.flatMap((recordType) =>
    ACTIONS.map((action) => [eventName(recordType, action), { recordType, action }] as const),
  ),
);

export function eventName(recordType: RecordType, action: RecordAction): string {
  return `${recordType.name}.${action}`;
}

/** The record type and action an event name stands for, or undefined for an unknown event. */
export function recordEvent(event: string): { recordType: RecordType; action: RecordAction } | undefined {
  return BY_EVENT.get(event);
}

/** Every event name about records, for messages. */
export function recordEventNames(): string[] {
  return [...BY_EVENT.keys()];
}
