import { createRequire } from 'node:module';
import { FUNCTION_NAMES } from './function-names.ts';

/**
 * The entry point of every deployed function: loads the module that `FUNCTION_TARGET` names, and that one only. A require of an
 * ES module is synchronous, so the function is registered by the time functions-framework looks for it.
 */
const target = process.env.FUNCTION_TARGET;
const name = FUNCTION_NAMES.find((known) => known === target);
if (name === undefined) {
  throw new Error(`FUNCTION_TARGET must be one of ${FUNCTION_NAMES.join(', ')}, not ${target ?? 'unset'}`);
}
createRequire(import.meta.url)(`./${name}/index.ts`);
