import { registerHooks } from 'node:module';
import { Ajv, type AnySchemaObject, type Options } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { FUNCTION_NAMES } from '../../functions/function-names.ts';

const VALIDATE = new URL('../../functions/shared/http/validate.ts', import.meta.url).href;

/** Set while the functions are loaded, so that what they compile is written down. */
const instances: RecordingAjv[] = [];
const schemas = new Map<string, AnySchemaObject>();

/** What `functions/shared/http/validate.ts` gets for Ajv while the functions are loaded here. */
export class RecordingAjv extends Ajv {
  constructor(options: Options) {
    super({ ...options, code: { source: true } });
    instances.push(this);
    const compile = this.compile.bind(this);
    this.compile = ((schema: AnySchemaObject) => {
      schemas.set(JSON.stringify(schema), schema);
      return compile(schema);
    }) as typeof this.compile;
  }
}

/**
 * The source of a module that stands for `ajv` in a release, as CommonJS: every schema that a function compiles as it is loaded,
 * compiled here already. Asked for another one it throws, so nothing is left unchecked. Loads the functions into this process.
 */
export async function precompileValidators(): Promise<string> {
  const recording = [
    `export { RecordingAjv as Ajv } from ${JSON.stringify(import.meta.url)};`,
    `export { _ } from ${JSON.stringify(import.meta.resolve('ajv'))};`,
  ];
  const url = `data:text/javascript,${recording.join('')}`;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'ajv' && context.parentURL === VALIDATE
        ? { url, shortCircuit: true }
        : next(specifier, context),
  });
  try {
    // One after the other, so that the same functions always give the same source.
    for (const name of FUNCTION_NAMES) await import(`../../functions/${name}/create-${name}.ts`);
  } finally {
    hooks.deregister();
  }
  if (schemas.size === 0) {
    throw new Error(
      'No schema was compiled: the functions were loaded before, or compile theirs elsewhere now',
    );
  }
  return moduleSource();
}

function moduleSource(): string {
  const names = Object.fromEntries([...schemas.keys()].map((key, index) => [key, `schema${index}`]));
  const compiled = instances.map((ajv) => {
    for (const [key, schema] of schemas) ajv.addSchema(schema, names[key]);
    const refs = Object.fromEntries(Object.values(names).map((name) => [name, name]));
    const allErrors = Boolean(ajv.opts.allErrors);
    return `${allErrors}: (() => { const exports = {}; const module = { exports };\n${standalone.default(ajv, refs)}\nreturn exports; })(),`;
  });
  return `'use strict';
const COMPILED = {
${compiled.join('\n')}
};
const NAMES = ${JSON.stringify(names)};
exports._ = () => {};
exports.Ajv = class {
  constructor({ allErrors = false }) {
    this.compiled = COMPILED[allErrors];
  }
  addKeyword() {
    return this;
  }
  compile(schema) {
    const validate = this.compiled[NAMES[JSON.stringify(schema)]];
    if (validate === undefined) throw new Error('This schema was not compiled when the release was built');
    return validate;
  }
};
`;
}
