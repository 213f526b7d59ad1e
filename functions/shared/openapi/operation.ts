import type { JsonObject } from '../core/json/json-value.ts';
import { type ErrorName, errorResponses, statusOf } from './error-responses.ts';
import { type Examples, jsonContent, oneExample, REFERENCE_ID } from './examples.ts';
import { rateHeaders } from './headers.ts';
import { type Invalid, invalidResponse } from './invalid-request.ts';
import { refTo } from './references.ts';

/** How a caller proves who they are, and what else they have to name. */
export type Needs = 'client-and-user' | 'key' | 'signature' | 'token' | 'nothing';

export interface OperationInput {
  operationId: string;
  tag: string;
  summary: string;
  description: string;
  needs: Needs;
  parameters?: JsonObject[];
  body?: { schema: JsonObject; examples: Examples; description?: string };
  answer: { status: 200 | 202; description: string; schema: JsonObject; examples: Examples };
  /** What can go wrong besides what can with every operation that needs the same. */
  errors?: readonly ErrorName[];
  /** What a 422 can be about; without any there is none. */
  invalid?: readonly Invalid[];
}

/** What can go wrong before an operation is looked at. Only the open pages leave a body unread. */
const COMMON: Readonly<Record<Needs, readonly ErrorName[]>> = {
  nothing: [],
  token: ['InvalidToken', 'BodyTimeout', 'Unavailable'],
  signature: ['InvalidSignature', 'AtsDisabled', 'BodyTimeout', 'RateLimited', 'Unavailable'],
  key: ['InvalidApiKey', 'AtsDisabled', 'BodyTimeout', 'RateLimited', 'Unavailable'],
  'client-and-user': ['InvalidApiKey', 'AtsDisabled', 'BodyTimeout', 'RateLimited', 'Unavailable'],
};

const SECURITY: Readonly<Record<Needs, JsonObject[]>> = {
  nothing: [],
  signature: [],
  token: [{ googleIdToken: [] }],
  key: [{ apiKey: [] }],
  'client-and-user': [{ apiKey: [] }],
};

/** One operation as the document describes it. */
export function toOperation(input: OperationInput): JsonObject {
  const { operationId, tag, summary, description, needs, parameters = [], body } = input;
  const scope =
    needs === 'client-and-user' ? [refTo('parameters', 'ClientId'), refTo('parameters', 'UserId')] : [];
  const all = [...parameters, ...scope];
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    security: SECURITY[needs],
    ...(all.length > 0 ? { parameters: all } : {}),
    ...(body ? { requestBody: requestBody(body) } : {}),
    responses: responsesOf(input),
  };
}

function requestBody({ schema, examples, description }: NonNullable<OperationInput['body']>): JsonObject {
  return {
    required: true,
    ...(description ? { description } : {}),
    content: jsonContent(schema, examples),
  };
}

function responsesOf({ needs, body, answer, errors = [], invalid = [] }: OperationInput): JsonObject {
  const known = errorResponses();
  const names: ErrorName[] = [...COMMON[needs], ...errors, 'MethodNotAllowed', 'InternalError'];
  if (needs !== 'nothing' && !errors.some((name) => name.endsWith('TooLarge'))) names.push('BodyTooLarge');
  if (body) names.push('NotJson', 'NotJsonContent');
  const failures = names.map((name) => [statusOf(known[name]), refTo('responses', name)] as const);
  return Object.fromEntries(
    [
      [answer.status, success(answer, needs)] as const,
      ...(invalid.length > 0 ? [[422, invalidResponse(invalid, headersOf(needs))] as const] : []),
      ...failures,
    ].toSorted(([a], [b]) => a - b),
  );
}

function success({ description, schema, examples }: OperationInput['answer'], needs: Needs): JsonObject {
  const headers = headersOf(needs);
  return {
    description,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: jsonContent(schema, examples),
  };
}

/** Only an ATS has a rate. */
function headersOf(needs: Needs): JsonObject {
  return needs === 'nothing' || needs === 'token' ? {} : rateHeaders();
}

/** The answer to everything that is accepted. */
export function accepted(description: string): OperationInput['answer'] {
  return {
    status: 202,
    description,
    schema: refTo('schemas', 'Accepted'),
    examples: oneExample('accepted', 'Stored; the webhook follows', { reference_id: REFERENCE_ID }),
  };
}
