import { validationError } from '../core/validation-error.ts';

const MAX_NAME_LENGTH = 200;

/** Throws the 422 of a name that is empty or too long. */
export function assertAtsName(name: string): void {
  if (name.trim() !== '' && name.length <= MAX_NAME_LENGTH) return;
  const msg = `A name has 1 to ${MAX_NAME_LENGTH} characters`;
  throw validationError({ loc: ['body', 'name'], msg, type: 'length' });
}
