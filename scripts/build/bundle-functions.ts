import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { FUNCTION_NAMES } from '../../functions/function-names.ts';
import { precompileValidators } from './precompile-validators.ts';
import { releasePlugin } from './release-plugin.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Bundles {
  /** Of each function the one file it consists of, by file name. */
  files: Record<string, Uint8Array>;
  /** The folders of the packages that are in them, relative to the project's. */
  packages: string[];
}

/**
 * Bundles each function to one CommonJS file, which exports the handler under the function's name and needs nothing but Node. Throws
 * where that cannot be done, or esbuild has so much as a warning.
 */
export async function bundleFunctions(): Promise<Bundles> {
  const { outputFiles, warnings, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: FUNCTION_NAMES.map((name) => ({ in: `functions/${name}/index.ts`, out: name })),
    outdir: '.',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // Not the names: protobufjs goes by those of its classes, and a stack trace would tell nothing.
    minifyWhitespace: true,
    minifySyntax: true,
    // Node prints the whole line where an error comes from, which would be half of the file.
    lineLimit: 120,
    legalComments: 'none',
    plugins: [releasePlugin(await precompileValidators())],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  if (warnings.length > 0) throw new Error('esbuild has warnings, which are printed above');
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter(isNotOfNode));
  if (outside.length > 0) throw new Error(`Not bundled: ${outside.map(({ path }) => path).join(', ')}`);
  const files = FUNCTION_NAMES.map((name) => {
    const file = outputFiles.find(({ path }) => path.endsWith(`${name}.cjs`));
    if (file === undefined) throw new Error(`esbuild made no ${name}.cjs`);
    return [`${name}.cjs`, file.contents] as const;
  });
  return { files: Object.fromEntries(files), packages: packagesIn(Object.keys(metafile.inputs)) };
}

function isNotOfNode({ path }: { path: string }): boolean {
  return !isBuiltin(path);
}

function packagesIn(inputs: readonly string[]): string[] {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
  return [...new Set(inputs.flatMap((input) => folder.exec(input)?.[0] ?? []))].sort();
}
