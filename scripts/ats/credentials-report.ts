import type { Report } from './run-command.ts';
import { fieldsText } from './text.ts';

const SHOWN_ONCE = '\nShown once: it cannot be retrieved later.\n';

/** Credentials, which no other command shows again. */
export function credentialsReport(fields: Record<string, string | boolean | null>): Report {
  return { json: fields, text: `${fieldsText(fields)}${SHOWN_ONCE}` };
}
