import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonObject, JsonValue } from '../../functions/shared/core/json/json-value.ts';

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An OpenAPI document whose parts can be looked up, and whose schemas can be held against values. */
export class DocumentSchemas {
  readonly document: JsonObject;
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: JsonObject) {
    this.document = document;
    // Numbers are written as an ATS wrote them: 1e400 is one, which no double holds.
    this.#ajv = new Ajv2020({ strict: false, strictNumbers: false, allErrors: true, validateSchema: false });
    this.#ajv.addFormat('date-time', DATE_TIME).addFormat('uuid', UUID);
    this.#ajv.addSchema(document as object, 'document');
  }

  /** What stands at a JSON Pointer, a `$ref` followed; with the pointer of where it really stands. */
  at(pointer: string): { value: JsonValue | undefined; pointer: string } {
    let value: JsonValue | undefined = this.document;
    for (const segment of pointer.split('/').slice(1)) {
      value = (value as JsonObject | undefined)?.[segment.replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    const reference = (value as JsonObject | undefined)?.$ref;
    return typeof reference === 'string' ? this.at(reference.slice(1)) : { value, pointer };
  }

  /** Why a value does not fit the schema at a pointer; undefined where it does. */
  misfit(pointer: string, value: unknown): string | undefined {
    let validate = this.#compiled.get(pointer);
    if (validate === undefined) {
      validate = this.#ajv.compile({ $ref: `document#${encodeURI(pointer)}` });
      this.#compiled.set(pointer, validate);
    }
    return validate(value) ? undefined : this.#ajv.errorsText(validate.errors);
  }
}

/** A name as one segment of a JSON Pointer (RFC 6901). */
export function segment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
