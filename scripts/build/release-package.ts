import { readFileSync } from 'node:fs';

interface LockedPackage {
  version: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  [other: string]: unknown;
}

type Packages = Record<string, LockedPackage>;

/** The one package that is not bundled: the platform starts the functions with it. */
const FRAMEWORK = '@google-cloud/functions-framework';

/** The release's own `package.json` and `package-lock.json`, with the versions that this project has locked. */
export function releasePackage(): Record<'package.json' | 'package-lock.json', string> {
  const own = JSON.parse(readFileSync('package.json', 'utf8'));
  const locked: Packages = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const about = {
    name: 'carvos-functions',
    version: own.version,
    license: own.license,
    dependencies: { [FRAMEWORK]: own.dependencies[FRAMEWORK] },
    engines: { node: '24' },
  };
  const manifest = {
    ...about,
    private: true,
    main: 'index.cjs',
    // Cloud Build runs this where the image is made, with the Node that will run the functions.
    scripts: { 'gcp-build': 'node make-code-cache.cjs' },
  };
  const lock = {
    name: about.name,
    version: about.version,
    lockfileVersion: 3,
    requires: true,
    packages: { '': about, ...neededBy(`node_modules/${FRAMEWORK}`, locked) },
  };
  return { 'package.json': text(manifest), 'package-lock.json': text(lock) };
}

/** A locked package with all it depends on, in the order of their paths. */
function neededBy(path: string, locked: Packages): Packages {
  const needed = new Set<string>();
  const add = (at: string): void => {
    if (needed.has(at)) return;
    needed.add(at);
    const { dependencies = {}, optionalDependencies = {} } = locked[at] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) add(find(name, at, locked));
  };
  add(path);
  return Object.fromEntries([...needed].sort().map((at) => [at, locked[at] as LockedPackage]));
}

/** Where Node finds a package that one at `from` asks for: in its own `node_modules`, or in one above. */
function find(name: string, from: string, locked: Packages): string {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder}${folder ? '/' : ''}node_modules/${name}`;
    if (locked[path]) return path;
    if (folder === '') throw new Error(`${name}, which ${from} needs, is not in package-lock.json`);
  }
}

function text(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
