import { RETENTION_MS } from '../limits.ts';
import type { DeliveryLogEntry } from './delivery-log-entry.ts';

/** Whether an entry may be shown still: one that is past its time is not, removed or not. */
export function isKept({ expireAt }: Pick<DeliveryLogEntry, 'expireAt'>, now: number): boolean {
  return expireAt > now;
}

/** The earliest time, in epoch ms, of entries that are kept now: what {@link isKept} says, to those who ask by when it happened. */
export function keptFrom(now: number): number {
  return now - RETENTION_MS + 1;
}
