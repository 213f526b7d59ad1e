import { InvalidArgumentError } from 'commander';
import { compileValidator } from '../../functions/shared/http/validate.ts';
import { emailSchema } from '../../functions/shared/portal/schemas/session.ts';

/** Reads an argument as an e-mail address, as the portal does. Throws what commander tells of a wrong argument. */
export function readEmail(text: string): string {
  try {
    compileValidator(emailSchema, 'body')(text);
  } catch {
    throw new InvalidArgumentError('It is an e-mail address, such as ada@example.com.');
  }
  return text;
}
