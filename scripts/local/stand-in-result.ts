import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../functions/shared/core/json/json-value.ts';
import { normaliseCandidate } from './normalise-candidate.ts';

/** What the stand-in makes of a record: it normalises it, and gives a new application a score. */
export function standInResult(event: JsonValue | undefined, data: JsonObject): JsonObject {
  const normalised = normaliseCandidate(data);
  return event === 'application.created' ? { ...normalised, score: scoreOf(data) } : normalised;
}

/** 0 to 100, of no meaning: the same application always gets the same. */
function scoreOf({ candidate_id, vacancy_id }: JsonObject): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([candidate_id, vacancy_id]))
    .digest();
  return digest.readUInt32BE() % 101;
}
