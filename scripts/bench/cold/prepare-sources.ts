import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildRelease } from '../../build/build-release.ts';
import type { BenchColdStartOptions } from './bench-cold-start.ts';

const FRAMEWORK = fileURLToPath(import.meta.resolve('@google-cloud/functions-framework'));

/** The first example of functions-framework's documentation; the framework by its path, as this lies in a folder of its own. */
const HELLO = `const functions = require('${FRAMEWORK}');
functions.http('hello', (request, response) => response.send('Hello, World'));
`;

/**
 * Builds the release below `dir` and puts the yardstick beside it, in a file named `bareMain`; the script that Cloud Build runs
 * compiles one copy of the release ahead.
 */
export async function prepareSources(
  dir: string,
  bareMain: string,
): Promise<BenchColdStartOptions['sources']> {
  const { folder: plain } = await buildRelease(dir);
  const compiled = join(dir, 'compiled');
  cpSync(plain, compiled, { recursive: true });
  await promisify(execFile)(process.execPath, [join(compiled, 'make-code-cache.cjs')]);
  const bare = join(dir, 'bare');
  mkdirSync(bare);
  writeFileSync(join(bare, bareMain), HELLO);
  writeFileSync(join(bare, 'package.json'), JSON.stringify({ name: 'hello', main: bareMain }));
  return { compiled, plain, bare };
}
