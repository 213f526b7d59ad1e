import type { TSchema } from 'typebox';
import type { JsonObject } from '../json/json-value.ts';

/** Everything that tells one type of record from another. A type is one file beside this one. */
export interface RecordType {
  /** In event names: `candidate` in `candidate.created`. */
  name: string;
  /** In routes and document paths: `candidates`. */
  collection: string;
  /** The field that holds the ATS's own id. */
  idField: string;
  /** A whole record: its required fields are there. Unknown fields are kept. */
  schema: TSchema;
  /** A merge patch: anything may be absent, and null removes what is optional. */
  patchSchema: TSchema;
  /** A whole record as the AI service returns it: what it may add is described too. */
  resultSchema: TSchema;
  /** As it is read: a webhook's patch may have created it, so that only its id is sure. */
  shownSchema: TSchema;
  /** What a field means, in a sentence, where its name does not say it all. */
  notes: Readonly<Record<string, string>>;
  /** Values for what the AI service adds, for examples. */
  resultSample: JsonObject;
  /** A record that could be real, and is not: the example in the API reference and in the sandbox. */
  sample: JsonObject;
}

/** What can happen to a record, as event names end. */
export type RecordAction = 'created' | 'updated' | 'deleted';
