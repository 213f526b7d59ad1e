'use strict';
// The entry point of every function: loads the file of the one that FUNCTION_TARGET names, and that one only.
const { loadFunction } = require('./load-function.cjs');

const target = process.env.FUNCTION_TARGET;
if (!/^[a-z-]+$/.test(target ?? '')) {
  throw new Error(`FUNCTION_TARGET must be the name of a function, not ${target ?? 'unset'}`);
}
exports[target] = loadFunction(target).exports[target];
