import { validationError } from '../core/validation-error.ts';

const MAX_NAME_LENGTH = 200;

/** What would be seen as something else than it is, or as nothing: control characters, line ends, and those that turn text around. */
const DECEIVING = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Throws the 422 of a name that is empty, too long, or would not be seen as it is. */
export function assertAtsName(name: string): void {
  const isPlain = name.isWellFormed() && name === name.trim() && VISIBLE.test(name) && !DECEIVING.test(name);
  if (isPlain && name.length <= MAX_NAME_LENGTH) return;
  const msg = `A name has 1 to ${MAX_NAME_LENGTH} characters that can be seen, and no spaces at its ends`;
  throw validationError({ loc: ['body', 'name'], msg, type: 'name' });
}
