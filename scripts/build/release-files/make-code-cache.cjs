'use strict';
// Run by Cloud Build (`gcp-build`) with the Node that will run the functions: loads each one and keeps the compiled code beside it,
// so that a cold start need not compile. Nothing is called, so any configuration that is complete will do.
const { readdirSync, writeFileSync } = require('node:fs');
const { basename } = require('node:path');
const { cacheFile, loadFunction } = require('./load-function.cjs');

Object.assign(process.env, {
  CARVOS_PLATFORM: 'gcp',
  GOOGLE_CLOUD_PROJECT: 'none',
  CARVOS_LOCATION: 'none',
  CARVOS_FUNCTION_URL: 'https://none.invalid/{function}',
  CARVOS_TASKS_ACCOUNT: 'tasks@none.invalid',
  CARVOS_SCHEDULER_ACCOUNT: 'scheduler@none.invalid',
  CARVOS_AI_ACCOUNT: 'ai@none.invalid',
  CARVOS_PORTAL_URL: 'https://none.invalid',
  AI_SERVICE_URL: 'https://none.invalid',
  CARVOS_IDENTITY_API_KEY: 'none',
});

const only = process.env.GOOGLE_FUNCTION_TARGET;
const notFunctions = ['index', 'load-function', 'make-code-cache'];
const names = readdirSync(__dirname)
  .filter((file) => file.endsWith('.cjs'))
  .map((file) => basename(file, '.cjs'))
  .filter((name) => (only ? name === only : !notFunctions.includes(name)));
for (const name of names) {
  const { script } = loadFunction(name);
  // After it has run: then what was compiled along the way is in it too.
  writeFileSync(cacheFile(name), script.createCachedData());
  process.stdout.write(`Compiled ${name} ahead\n`);
}
