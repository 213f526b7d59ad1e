import { _, Ajv, type CodeKeywordDefinition, type ErrorObject } from 'ajv';
import type { TSchema } from 'typebox';
import type { ValidationIssue } from '../core/errors.ts';
import { EMAIL_ADDRESS } from '../core/portal/email-address.ts';
import { validationError } from '../core/validation-error.ts';

/** Most issues that one answer lists. */
const MAX_ISSUES = 50;

/** Up to this body size every issue is listed; in a larger one only the first, as there might be a hundred thousand. */
const EXHAUSTIVE_BYTES = 32 * 1024;

/** Defined by the code it stands for, as a release has validators that were written out when it was built. */
const wellFormed: CodeKeywordDefinition = {
  keyword: 'wellFormed',
  type: 'string',
  schemaType: 'boolean',
  error: { message: 'must not hold a lone surrogate' },
  code(context) {
    if (context.schema) context.fail(_`!${context.data}.isWellFormed()`);
  },
};

const options = { strict: true, allowUnionTypes: true, strictNumbers: false };
const quick = new Ajv(options).addKeyword(wellFormed);
const exhaustive = new Ajv({ ...options, allErrors: true }).addKeyword(wellFormed);

/** Machine-readable names of what can be wrong, by JSON Schema keyword; the keyword itself where it is missing here. */
const TYPES: Record<string, string> = {
  required: 'missing',
  minLength: 'too_short',
  maxLength: 'too_long',
  wellFormed: 'encoding',
};

/**
 * Compiles a schema, once. The result throws a 422 for a value that does not fit; `at` is where the value stands, such as
 * `body`, and `bytes` how large it was on the wire.
 */
export function compileValidator(schema: TSchema, at: ValidationIssue['loc'][0]) {
  const validate = quick.compile(schema);
  return (value: unknown, bytes = 0): void => {
    if (validate(value)) return;
    const thorough = bytes <= EXHAUSTIVE_BYTES ? exhaustive.compile(schema) : validate;
    thorough(value);
    throw validationError(...(thorough.errors ?? []).slice(0, MAX_ISSUES).map((error) => toIssue(error, at)));
  };
}

function toIssue(error: ErrorObject, at: ValidationIssue['loc'][0]): ValidationIssue {
  const loc: ValidationIssue['loc'] = [at, ...error.instancePath.split('/').slice(1).map(fromPointer)];
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  if (error.keyword === 'required' && missingProperty !== undefined) {
    return { loc: [...loc, missingProperty], msg: 'Field required', type: 'missing' };
  }
  if (error.keyword === 'additionalProperties' && additionalProperty !== undefined) {
    return { loc: [...loc, additionalProperty], msg: 'Unknown field', type: 'unknown' };
  }
  if (error.keyword === 'pattern' && error.params.pattern === EMAIL_ADDRESS) {
    return { loc, msg: 'Must be an e-mail address, such as ada@example.com', type: 'email' };
  }
  const msg = (error.message ?? 'is not valid').replace(/^must/, 'Must');
  return { loc, msg, type: TYPES[error.keyword] ?? error.keyword };
}

/** One segment of a JSON Pointer (RFC 6901); list positions as numbers. */
function fromPointer(segment: string): string | number {
  const text = segment.replaceAll('~1', '/').replaceAll('~0', '~');
  return /^(0|[1-9][0-9]*)$/.test(text) ? Number(text) : text;
}
