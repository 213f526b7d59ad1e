import type { DeliveryLogEntry } from './delivery-log-entry.ts';

/** Whether an entry may be shown still: one that is past its time is not, removed or not. */
export function isKept({ expireAt }: DeliveryLogEntry, now: number): boolean {
  return expireAt > now;
}
