import { MAX_ID_LENGTH } from '../shared/core/limits.ts';

/** 1 to 128 characters, counted as code points like JSON Schema does. */
export function isIdLength(id: string): boolean {
  // 128 code points are at most twice as many UTF-16 units; beyond that there is no need to count.
  return id !== '' && id.length <= 2 * MAX_ID_LENGTH && [...id].length <= MAX_ID_LENGTH;
}
