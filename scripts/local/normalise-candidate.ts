import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../functions/shared/core/json/json-value.ts';

/**
 * What the stand-in makes of a candidate: the e-mail address trimmed and in lower case, and also given in `emails[]`. Names and
 * everything else stay as written.
 */
export function normaliseCandidate(candidate: JsonObject): JsonObject {
  const { email } = candidate;
  if (typeof email !== 'string') return candidate;
  const value = email.trim().toLowerCase();
  const emails = Array.isArray(candidate.emails) ? candidate.emails : [];
  const listed = emails.some((entry) => isSameEmail(entry, value));
  return { ...candidate, email: value, emails: listed ? emails : [{ type: 'primary', value }, ...emails] };
}

function isSameEmail(entry: JsonValue, value: string): boolean {
  return isJsonObject(entry) && typeof entry.value === 'string' && entry.value.trim().toLowerCase() === value;
}
