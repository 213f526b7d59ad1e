import { MINUTE_MS, SECOND_MS } from '../duration.ts';
import { withJitter } from '../retry-ladder.ts';

const FIRST_MS = 5 * SECOND_MS;
const CEILING_MS = 10 * MINUTE_MS;

/** The wait after failed AI call number `failures`: 5 s, doubled each time up to 10 min, and up to 10 % jitter. */
export function aiBackoffMs(failures: number, random: number): number {
  const doublings = Math.min(Math.max(failures - 1, 0), 16);
  return withJitter(Math.min(FIRST_MS * 2 ** doublings, CEILING_MS), random);
}
