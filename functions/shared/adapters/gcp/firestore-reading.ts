import { Status } from 'google-gax';
import type { CallPolicy } from './call-with-retries.ts';

const { ABORTED, DEADLINE_EXCEEDED, INTERNAL, RESOURCE_EXHAUSTED, UNAVAILABLE } = Status;

/** How every call is made that reads and changes nothing. */
export const READING: CallPolicy = {
  service: 'Firestore',
  retryCodes: [ABORTED, DEADLINE_EXCEEDED, INTERNAL, RESOURCE_EXHAUSTED, UNAVAILABLE],
  deadlineMs: 8000,
  tryTimeoutMs: 4000,
};
