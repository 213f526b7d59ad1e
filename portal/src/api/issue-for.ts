import { ApiError } from './api-error.ts';

/** What is wrong with one field of what was sent, in the server's words. */
export function issueFor(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const found = error.issues.filter(({ loc }) => loc.includes(field));
  return found.length > 0 ? found.map(({ msg }) => msg).join('. ') : undefined;
}

/** Whether every issue belongs to one of these fields, so that nothing is left to say of the whole. */
export function isAboutFields(error: unknown, fields: readonly string[]): boolean {
  if (!(error instanceof ApiError) || error.issues.length === 0) return false;
  return error.issues.every(({ loc }) => loc.some((part) => fields.includes(String(part))));
}
