import { openCursor } from '../core/cursor.ts';
import { validationError } from '../core/validation-error.ts';

/** What a cursor of this scope holds. Throws a 422 with `msg` for one that was altered, or made for something else. */
export function readCursor(
  cursor: string,
  scope: readonly string[],
  key: Uint8Array,
  msg = 'Not a cursor of this list',
  at: 'query' | 'body' = 'query',
): string {
  const position = openCursor(cursor, scope, key);
  if (position !== undefined) return position;
  throw validationError({ loc: [at, 'cursor'], msg, type: 'cursor' });
}
