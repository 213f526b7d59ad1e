'use strict';
const { existsSync, readFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { join } = require('node:path');
const { constants, Script } = require('node:vm');

/** Where the compiled code of a function lies, once `make-code-cache.cjs` has run. */
const cacheFile = (name) => join(__dirname, `${name}.code-cache`);

/**
 * Loads a function as `require` would, with the code compiled earlier where there is some. V8 takes it only where it was made by
 * the same version of Node; `isCached` says whether it did. Throws what the function's file throws.
 */
function loadFunction(name) {
  const filename = join(__dirname, `${name}.cjs`);
  const script = new Script(wrap(readFileSync(filename, 'utf8')), {
    filename,
    ...(existsSync(cacheFile(name)) ? { cachedData: readFileSync(cacheFile(name)) } : {}),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, createRequire(filename), module, filename, __dirname);
  return { exports: module.exports, isCached: script.cachedDataRejected === false, script };
}

module.exports = { cacheFile, loadFunction };
