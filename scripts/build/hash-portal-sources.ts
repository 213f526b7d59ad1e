import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What the built portal depends on, below the project's folder. The lockfile stands for the packages and for Vite itself. */
const FOLDERS = ['portal', 'functions/shared/portal/schemas'];
const LOCKFILE = 'package-lock.json';

/** A hash of all that the portal is built of: as long as it stays the same, what was built is up to date. */
export function hashPortalSources(projectFolder: string): string {
  const hash = createHash('sha256');
  for (const file of [...FOLDERS.flatMap((folder) => filesBelow(projectFolder, folder)), LOCKFILE]) {
    const bytes = readFileSync(join(projectFolder, file));
    // With its length, so that what ends one file cannot as well begin the next.
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

function filesBelow(projectFolder: string, folder: string): string[] {
  const entries = readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(projectFolder, join(parentPath, name)).split(sep).join('/'))
    .sort();
}
