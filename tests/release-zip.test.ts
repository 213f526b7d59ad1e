import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FUNCTION_NAMES } from '../functions/function-names.ts';
import { ASSETS } from '../functions/rest/api-reference/assets.ts';
import { type BuiltRelease, buildZip, openRelease } from './support/built-release.ts';
import { tempDir } from './support/temp-dir.ts';

const BUILD_TIMEOUT_MS = 60_000;

/** A configuration with which a function starts; nothing of it is there. */
const ENV = {
  CARVOS_PLATFORM: 'gcp',
  GOOGLE_CLOUD_PROJECT: 'acme-prod',
  CARVOS_LOCATION: 'europe-west1',
  CARVOS_FUNCTION_URL: 'https://functions.example/{function}',
  CARVOS_TASKS_ACCOUNT: 'tasks@acme-prod.iam.gserviceaccount.com',
  CARVOS_SCHEDULER_ACCOUNT: 'scheduler@acme-prod.iam.gserviceaccount.com',
  CARVOS_AI_ACCOUNT: 'ai@acme-prod.iam.gserviceaccount.com',
  AI_SERVICE_URL: 'https://ai.example',
  CARVOS_IDENTITY_API_KEY: 'web-api-key',
  CARVOS_PORTAL_URL: 'https://portal.example',
};

let release: BuiltRelease;
beforeAll(async () => {
  release = await openRelease();
}, BUILD_TIMEOUT_MS);
afterAll(() => release?.remove());

describe('the zip', () => {
  test(
    'is the same, byte by byte, for the same tree',
    async () => {
      const dir = tempDir();
      expect((await buildZip(dir.path)).equals(release.zip)).toBe(true);
      // Beside it, what goes to Hosting.
      expect(readdirSync(join(dir.path, 'hosting', 'portal'))).toContain('index.html');
      dir.remove();
    },
    BUILD_TIMEOUT_MS,
  );

  test('asks for Node 24 exactly and for one locked package, the one that the platform starts functions with', () => {
    const { main, engines, dependencies } = release.readJson('package.json');
    expect({ main, engines }).toEqual({ main: 'index.cjs', engines: { node: '24' } });
    const [[name, version] = []] = Object.entries(dependencies);
    expect(name).toBe('@google-cloud/functions-framework');
    const { packages } = release.readJson('package-lock.json');
    expect(packages[''].dependencies).toEqual(dependencies);
    expect(packages[`node_modules/${name}`].version).toBe(version);
    for (const [path, { dev, integrity }] of Object.entries<Record<string, unknown>>(packages)) {
      if (path !== '') expect([path, dev, typeof integrity]).toEqual([path, undefined, 'string']);
    }
  });

  test('tells the Firebase CLI of every function, and its entry point exports the one that is wanted', () => {
    const { specVersion, endpoints } = release.readJson('functions.yaml');
    expect(specVersion).toBe('v1alpha1');
    expect(Object.keys(endpoints)).toEqual([...FUNCTION_NAMES]);
    for (const name of FUNCTION_NAMES) {
      expect(endpoints[name]).toMatchObject({ platform: 'gcfv2', entryPoint: name });
      const print =
        "console.log(JSON.stringify(Object.entries(require('./')).map(([key, is]) => [key, typeof is])))";
      expect(JSON.parse(release.node(['-e', print], { ...ENV, FUNCTION_TARGET: name }))).toEqual([
        [name, 'function'],
      ]);
    }
  });

  test('holds nothing of the embedded platform, nor what a build leaves out for the sake of quick starts', () => {
    const leftOut = [
      'node:sqlite',
      'ListOperationsRequest',
      'GetIamPolicyRequest',
      'ListenRequest',
      'json-schema.org/draft-07',
    ];
    for (const name of FUNCTION_NAMES) {
      const text = readFileSync(join(release.folder, `${name}.cjs`), 'utf8');
      expect([name, leftOut.filter((mark) => text.includes(mark))]).toEqual([name, []]);
    }
  });

  test('passes on the licences of what it holds', () => {
    const licences = readFileSync(join(release.folder, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of ['@grpc/grpc-js', 'protobufjs', 'got', 'pino'])
      expect(licences).toContain(`\n${name} `);
  });

  test('brings the files of the API reference, with their licence', () => {
    const files = readdirSync(release.folder);
    for (const name of Object.keys(ASSETS)) expect([name, files.includes(name)]).toEqual([name, true]);
    const licences = readFileSync(join(release.folder, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
    expect(licences).toContain('\nswagger-ui-dist ');
  });

  test('does not start where it is not told of Google Cloud, or of a function', () => {
    const load = (env: Record<string, string>) => () => release.node(['index.cjs'], env);
    expect(load({ FUNCTION_TARGET: 'rest' })).toThrow('A release runs on Google Cloud only');
    expect(load(ENV)).toThrow('FUNCTION_TARGET must be the name of a function, not unset');
    expect(load({ ...ENV, FUNCTION_TARGET: 'nonsense' })).toThrow('nonsense');
  });
});

describe('code compiled ahead, as Cloud Build does', () => {
  const isCached = () => {
    const print = "console.log(require('./load-function.cjs').loadFunction('rest').isCached)";
    return JSON.parse(release.node(['-e', print], ENV));
  };

  test('is made of the one function that is deployed, and taken by the same Node', () => {
    expect(isCached()).toBe(false);
    const printed = release.node(['make-code-cache.cjs'], { GOOGLE_FUNCTION_TARGET: 'rest' });
    expect(printed).toBe('Compiled rest ahead\n');
    expect(isCached()).toBe(true);
  });

  test('that another Node made is left aside, and the function loads without', () => {
    const file = join(release.folder, 'rest.code-cache');
    const code = readFileSync(file);
    // Where V8 notes its version.
    code.writeUInt8(code.readUInt8(4) ^ 1, 4);
    writeFileSync(file, code);
    expect(isCached()).toBe(false);
  });

  test('is made of every function where no single one is deployed', () => {
    release.node(['make-code-cache.cjs']);
    const made = readdirSync(release.folder).filter((name) => name.endsWith('.code-cache'));
    expect(made.sort()).toEqual(FUNCTION_NAMES.map((name) => `${name}.code-cache`).sort());
    expect(isCached()).toBe(true);
  });
});
