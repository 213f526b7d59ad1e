import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASSETS } from '../../functions/rest/api-reference/assets.ts';
import { bundleFunctions } from './bundle-functions.ts';
import { functionsYaml } from './functions-yaml.ts';
import { releasePackage } from './release-package.ts';
import { thirdPartyLicences } from './third-party-licences.ts';
import { zipFiles } from './zip-files.ts';

export interface Release {
  /** What the zip holds, unpacked: for the Firebase emulator, and to look at. */
  folder: string;
  /** The source that Cloud Functions is given. */
  zip: string;
  zipBytes: number;
}

/** What the API reference is shown with: files that are served as they are. */
const SWAGGER_UI = 'node_modules/swagger-ui-dist';

const FILES = ['index.cjs', 'load-function.cjs', 'make-code-cache.cjs'];

/** Builds the release below `outDir`, in place of an earlier one. The same tree gives the same bytes. Runs in the project's folder. */
export async function buildRelease(outDir: string): Promise<Release> {
  const { files: bundles, packages } = await bundleFunctions();
  const files: Record<string, Uint8Array> = {
    ...bundles,
    ...Object.fromEntries(
      FILES.map((name) => [name, readFileSync(join('scripts/build/release-files', name))]),
    ),
    ...Object.fromEntries(Object.keys(ASSETS).map((name) => [name, readFileSync(join(SWAGGER_UI, name))])),
    ...inBytes({
      ...releasePackage(),
      'functions.yaml': functionsYaml(),
      'THIRD-PARTY-LICENCES.txt': thirdPartyLicences([...packages, SWAGGER_UI].sort()),
    }),
    LICENSE: readFileSync('LICENSE'),
  };
  const folder = join(outDir, 'functions');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const zip = join(outDir, 'carvos-functions.zip');
  const zipped = zipFiles(files);
  writeFileSync(zip, zipped);
  return { folder, zip, zipBytes: zipped.length };
}

function inBytes(texts: Readonly<Record<string, string>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));
}
