import { ERRORS, type ValidationIssue } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json/json-value.ts';
import { type Examples, jsonContent } from './examples.ts';
import { refTo } from './references.ts';

/** One thing that can be wrong with a request, as an example tells it. */
export type Invalid = { name: string; summary: string; issues: ValidationIssue[] };

const issue = (loc: ValidationIssue['loc'], msg: string, type: string): ValidationIssue => ({
  loc,
  msg,
  type,
});

/** What can be wrong with a request besides its body. */
export const INVALID = {
  scope: {
    name: 'missing_headers',
    summary: 'Client and user are not named',
    issues: [
      issue(['header', 'x-ats-client-id'], 'Field required', 'missing'),
      issue(['header', 'x-ats-user-id'], 'Field required', 'missing'),
    ],
  },
  idempotencyKey: {
    name: 'idempotency_key',
    summary: 'The Idempotency-Key is too long',
    issues: [issue(['header', 'idempotency-key'], 'Must have 1 to 255 printable ASCII characters', 'length')],
  },
  page: {
    name: 'page',
    summary: 'A cursor of another list, or a limit that is none',
    issues: [issue(['query', 'cursor'], 'Not a cursor of this list', 'cursor')],
  },
  tooDeep: {
    name: 'too_deep',
    summary: 'The body nests too deep',
    issues: [issue(['body'], 'The body nests deeper than 64 levels', 'too_deep')],
  },
} as const satisfies Record<string, Invalid>;

/** A path that is not percent-encoded UTF-8. */
export function invalidPath(parameter: string): Invalid {
  const issues = [issue(['path', parameter], 'The path is not percent-encoded UTF-8', 'encoding')];
  return { name: 'path', summary: 'The path is not percent-encoded as it should be', issues };
}

/** A body of which one field is missing and another is of a wrong type. */
export function invalidBody(missing: string | undefined, wrong: string | undefined): Invalid {
  const issues = [
    ...(missing === undefined ? [] : [issue(['body', missing], 'Field required', 'missing')]),
    ...(wrong === undefined ? [] : [issue(['body', wrong], 'Must be string,null', 'type')]),
  ];
  return { name: 'body', summary: 'The body does not fit its schema', issues };
}

/** A body that names another id than the path. */
export function invalidId(field: string): Invalid {
  const issues = [issue(['body', field], 'Differs from the id in the path', 'mismatch')];
  return { name: 'other_id', summary: 'The body names another id than the path', issues };
}

/** The 422 of an operation, with an example of each thing that can be wrong with it. */
export function invalidResponse(invalid: readonly Invalid[], headers: JsonObject): JsonObject {
  const examples: Examples = Object.fromEntries(
    invalid
      .filter(({ issues }) => issues.length > 0)
      .map(({ name, summary, issues }) => [
        name,
        { summary, value: { detail: issues as unknown as JsonValue } },
      ]),
  );
  return {
    description: `${ERRORS.validation_failed.detail}: \`detail\` lists what is wrong, and where.`,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: jsonContent(refTo('schemas', 'ValidationError'), examples),
  };
}
