import { MAX_OVERLAP_MS, MIN_OVERLAP_MS } from '../core/limits.ts';
import { validationError } from '../core/validation-error.ts';

/** Throws the 422 of an overlap of secrets that is too short or too long. */
export function assertOverlap(overlapMs: number): void {
  if (overlapMs >= MIN_OVERLAP_MS && overlapMs <= MAX_OVERLAP_MS) return;
  const msg = 'An overlap lasts from 1 minute to 7 days';
  throw validationError({ loc: ['body', 'overlap'], msg, type: 'range' });
}
