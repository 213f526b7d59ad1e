import { HOUR_MS, MINUTE_MS } from './duration.ts';
import type { QueueName } from './queues.ts';

/** The wait before each attempt, counted from the attempt before, in ms (spec section 4). */
export type RetryLadder = readonly [number, number, number, number, number];

export const RETRY_LADDER: RetryLadder = [0, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS];

const RUNG_QUEUES: readonly QueueName[] = [
  'deliver',
  'deliver-1m',
  'deliver-5m',
  'deliver-30m',
  'deliver-2h',
];

/** The queue of the attempt that follows `attemptsDone` attempts. */
export function rungQueue(attemptsDone: number): QueueName {
  const queue = RUNG_QUEUES[attemptsDone];
  if (queue === undefined) throw new RangeError(`no rung after ${attemptsDone} attempts`);
  return queue;
}

/**
 * The wait before the attempt that follows `attemptsDone` attempts: its rung and up to 10 % more, never less, so that
 * what failed together does not come back together. `random` is in [0, 1).
 */
export function rungDelayMs(ladder: RetryLadder, attemptsDone: number, random: number): number {
  const rung = ladder[attemptsDone];
  if (rung === undefined) throw new RangeError(`no rung after ${attemptsDone} attempts`);
  return withJitter(rung, random);
}

/** Adds up to 10 %. */
export function withJitter(delayMs: number, random: number): number {
  return delayMs + Math.floor(delayMs * 0.1 * random);
}
