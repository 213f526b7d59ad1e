import type { JsonObject } from '../core/json/json-value.ts';
import type { RecordType } from '../core/records/record-type.ts';
import { oneExample } from './examples.ts';
import { INVALID, type Invalid, invalidBody, invalidId, invalidPath } from './invalid-request.ts';
import { accepted, type OperationInput, toOperation } from './operation.ts';
import { pageExamples, pageParameters } from './page-of.ts';
import { idInPath } from './parameters.ts';
import { recordSchemaNames, upperFirst } from './record-schemas.ts';
import { pascalCase, refTo, withArticle } from './references.ts';

const WRITE_ERRORS = ['IdempotencyKeyReused', 'TooLarge'] as const;
const EVENT_NOTE = (event: string) => `Its outgoing webhook is \`${event}\`.`;

/** The five operations on a type of record. */
export function recordPaths(recordType: RecordType): JsonObject {
  const { collection, idField } = recordType;
  return {
    [`/v1/${collection}`]: {
      get: toOperation(listRecords(recordType)),
      post: toOperation(createRecord(recordType)),
    },
    [`/v1/${collection}/{${idField}}`]: {
      parameters: [pathId(recordType)],
      get: toOperation(getRecord(recordType)),
      patch: toOperation(updateRecord(recordType)),
      delete: toOperation(deleteRecord(recordType)),
    },
  };
}

export function recordTag({ collection }: RecordType): string {
  return upperFirst(collection);
}

function listRecords(recordType: RecordType): OperationInput {
  const { collection, name, sample, resultSample } = recordType;
  return {
    operationId: `list${pascalCase(collection)}`,
    tag: recordTag(recordType),
    summary: `List ${collection}`,
    description: `The ${collection} of the client, a page at a time, each as \`GET\` of one ${name} shows it. What is added while you page makes neither gaps nor repeats.`,
    needs: 'client-and-user',
    parameters: pageParameters(),
    answer: {
      status: 200,
      description: `One page of ${collection}.`,
      schema: refTo('schemas', recordSchemaNames(recordType).page),
      examples: pageExamples({ ...sample, ...resultSample }),
    },
    invalid: [INVALID.scope, INVALID.page],
  };
}

function createRecord(recordType: RecordType): OperationInput {
  const { name, sample } = recordType;
  return {
    operationId: `create${pascalCase(name)}`,
    tag: recordTag(recordType),
    summary: `Create or replace ${withArticle(name)}`,
    description: `Creates the ${name}, or replaces it whole: what an earlier version had and this one lacks is gone. ${EVENT_NOTE(`${name}.created`)}`,
    needs: 'client-and-user',
    parameters: [refTo('parameters', 'IdempotencyKey')],
    body: {
      schema: refTo('schemas', recordSchemaNames(recordType).whole),
      examples: {
        whole: { summary: 'With all known fields', value: sample },
        least: { summary: 'With what is required', value: leastOf(recordType) },
      },
    },
    answer: accepted(`The ${name} is stored, and will be processed.`),
    errors: WRITE_ERRORS,
    invalid: [INVALID.scope, ...bodyFaults(recordType, requiredOf(recordType).at(-1))],
  };
}

function updateRecord(recordType: RecordType): OperationInput {
  const { name, idField } = recordType;
  const field = optionalTextOf(recordType);
  return {
    operationId: `update${pascalCase(name)}`,
    tag: recordTag(recordType),
    summary: `Change ${withArticle(name)}`,
    description: `Changes what the patch names (JSON merge patch, RFC 7396, sent as \`application/json\`) and leaves the rest. A patch need not name the id; if it does, it is the one in the path. ${EVENT_NOTE(`${name}.updated`)}`,
    needs: 'client-and-user',
    parameters: [refTo('parameters', 'IdempotencyKey')],
    body: {
      schema: refTo('schemas', recordSchemaNames(recordType).patch),
      examples: {
        change: { summary: 'Changes one field', value: field ? { [field]: 'changed' } : { added: 1 } },
        remove: { summary: 'Removes one field', value: { [field ?? 'added']: null } },
      },
    },
    answer: accepted(`The ${name} is changed, and will be processed.`),
    errors: [...WRITE_ERRORS, 'NotFound'],
    invalid: [INVALID.scope, invalidPath(idField), invalidId(idField), ...bodyFaults(recordType, undefined)],
  };
}

function deleteRecord(recordType: RecordType): OperationInput {
  const { name, idField } = recordType;
  return {
    operationId: `delete${pascalCase(name)}`,
    tag: recordTag(recordType),
    summary: `Delete ${withArticle(name)}`,
    description: `Deletes the ${name}; a body is not looked at. ${EVENT_NOTE(`${name}.deleted`)}`,
    needs: 'client-and-user',
    parameters: [refTo('parameters', 'IdempotencyKey')],
    answer: accepted(`The ${name} is deleted.`),
    errors: [...WRITE_ERRORS.filter((error) => error !== 'TooLarge'), 'NotFound'],
    invalid: [INVALID.scope, INVALID.idempotencyKey, invalidPath(idField)],
  };
}

function getRecord(recordType: RecordType): OperationInput {
  const { name, idField, sample, resultSample } = recordType;
  return {
    operationId: `get${pascalCase(name)}`,
    tag: recordTag(recordType),
    summary: `Read ${withArticle(name)}`,
    description: `The ${name} as it was last accepted, with the AI's result over it where that belongs to this version.`,
    needs: 'client-and-user',
    answer: {
      status: 200,
      description: `The ${name}.`,
      schema: refTo('schemas', recordSchemaNames(recordType).shown),
      examples: oneExample('processed', 'After the AI service has been at it', {
        ...sample,
        ...resultSample,
      }),
    },
    errors: ['NotFound'],
    invalid: [INVALID.scope, invalidPath(idField)],
  };
}

function pathId({ name, idField, sample }: RecordType): JsonObject {
  return idInPath(idField, `Your id of the ${name}.`, String(sample[idField]));
}

function bodyFaults(recordType: RecordType, missing: string | undefined): Invalid[] {
  return [INVALID.idempotencyKey, invalidBody(missing, optionalTextOf(recordType)), INVALID.tooDeep];
}

function requiredOf({ schema }: RecordType): string[] {
  return (schema as unknown as { required?: string[] }).required ?? [];
}

function leastOf(recordType: RecordType): JsonObject {
  return Object.fromEntries(requiredOf(recordType).map((field) => [field, recordType.sample[field] ?? '']));
}

/** A known field that may hold text or null, for examples. */
function optionalTextOf({ schema }: RecordType): string | undefined {
  const { properties } = schema as unknown as { properties: Record<string, { type?: unknown }> };
  const fields = Object.entries(properties);
  return fields.find(([, { type }]) => JSON.stringify(type) === '["string","null"]')?.[0];
}
