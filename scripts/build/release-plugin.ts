import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { type ProtoNode, trimProtos } from './trim-protos.ts';
import { USED_CALLS } from './used-calls.ts';

const require = createRequire(import.meta.url);
const standIn = (name: string) => fileURLToPath(new URL(`./stand-ins/${name}`, import.meta.url));
const packageFolder = (name: string) =>
  /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(require.resolve(name))?.[0] ?? '';

/** What is bundled in a module's place, by what it is imported as. */
const MODULES: Readonly<Record<string, string>> = {
  // The clients' indexes load their older API versions too, and definitions in JavaScript that are there for their types.
  '@google-cloud/secret-manager': join(
    packageFolder('@google-cloud/secret-manager'),
    'build/src/v1/secret_manager_service_client.js',
  ),
  '@google-cloud/tasks': join(
    packageFolder('@google-cloud/tasks'),
    'build/cjs/src/v2/cloud_tasks_client.cjs',
  ),
  '@grpc/proto-loader': standIn('proto-loader.cjs'),
  'google-gax': standIn('google-gax.cjs'),
  'web-streams-polyfill/dist/ponyfill.es2018.js': standIn('never-loaded.cjs'),
};

/** The same by the file it would be. */
const FILES: readonly (readonly [RegExp, string])[] = [
  [/functions\/shared\/runtime\.ts$/, standIn('runtime.ts')],
  [/google-gax\/build\/src\/fallback\.js$/, standIn('gax-fallback.cjs')],
  [/functions\/rest\/api-reference\/read-asset\.ts$/, standIn('read-asset.ts')],
];

/**
 * For esbuild: leaves out of the bundle what a release never uses, and does at build time what each start would repeat. `validators`
 * is the source of what stands for `ajv`.
 */
export function releasePlugin(validators: string): Plugin {
  return {
    name: 'release',
    setup(build) {
      build.onResolve({ filter: /./ }, async (wanted) => {
        if (wanted.pluginData === 'resolved') return undefined;
        if (wanted.path === 'ajv') return { path: 'ajv', namespace: 'validators' };
        const replaced = MODULES[wanted.path];
        if (replaced) return { path: replaced };
        // Its exports name nothing but its index.
        if (wanted.path.startsWith('google-gax/')) {
          return { path: join(packageFolder('google-gax'), wanted.path.slice('google-gax/'.length)) };
        }
        const { kind, importer, resolveDir } = wanted;
        const found = await build.resolve(wanted.path, {
          kind,
          importer,
          resolveDir,
          pluginData: 'resolved',
        });
        const file = FILES.find(([pattern]) => pattern.test(found.path.replaceAll('\\', '/')));
        return file ? { path: file[1] } : found;
      });
      build.onLoad({ filter: /./, namespace: 'validators' }, () => ({
        contents: validators,
        loader: 'js',
        resolveDir: dirname(standIn('runtime.ts')),
      }));
      build.onLoad({ filter: /[\\/]build[\\/]protos[\\/]protos\.json$/ }, ({ path }) => ({
        contents: JSON.stringify(trimmed(path)),
        loader: 'json',
      }));
      build.onLoad({ filter: /[\\/]cloud_tasks_client\.cjs$/ }, ({ path }) => ({
        contents: withPlainRequires(readFileSync(path, 'utf8')),
        loader: 'js',
      }));
    },
  };
}

function trimmed(file: string): ProtoNode {
  const calls = Object.entries(USED_CALLS).find(([name]) => file.replaceAll('\\', '/').includes(`/${name}/`));
  if (calls === undefined) throw new Error(`No calls are named that are made with ${file}`);
  return trimProtos(JSON.parse(readFileSync(file, 'utf8')), calls[1]);
}

/** This client requires its JSON by computed paths, which a bundler cannot follow; here as constants. */
function withPlainRequires(source: string): string {
  const computed = /\(0, _jsonHelper\.getJSON\)\(_path\["default"\]\.join\(dirname, ([^)]*)\)\)/g;
  const changed = source.replace(computed, (_, parts: string) => {
    const path = [...parts.matchAll(/'([^']*)'/g)].map(([, part]) => part).join('/');
    return `require('./${path}')`;
  });
  if (changed === source) throw new Error('The client of Cloud Tasks no longer loads its JSON as it did');
  return changed;
}
