import { createRequire } from 'node:module';
import { env } from 'node:process';
import { FUNCTION_NAMES, type FunctionName } from './function-names.ts';
import type { HttpHandler } from './shared/http/http-handler.ts';

type Handlers = Partial<Record<FunctionName, HttpHandler>>;

/**
 * The entry point of every function: loads the module that `FUNCTION_TARGET` names, and that one only. A require of an ES module
 * is synchronous, so the handler is there as soon as this module is. Throws where no function is named.
 */
function loadTarget(): Handlers {
  const target = env.FUNCTION_TARGET;
  const name = FUNCTION_NAMES.find((known) => known === target);
  if (name === undefined) {
    throw new Error(`FUNCTION_TARGET must be one of ${FUNCTION_NAMES.join(', ')}, not ${target ?? 'unset'}`);
  }
  return createRequire(import.meta.url)(`./${name}/index.ts`);
}

/** Each handler under its function's name, which is how functions-framework and the Firebase emulator look for it. */
const { 'portal-api': portalApi, ...handlers } = loadTarget();
export const { rest, webhooks, process, results, deliver, sandbox, sweep } = handlers;
export { portalApi as 'portal-api' };
