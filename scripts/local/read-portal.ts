import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface PortalFile {
  type: string;
  bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * Reads all of a built portal, by path: `/portal/index.html`. It is small, and what is looked up in a map can neither lead out of the
 * folder nor change half-way through a page. Leaves out what Hosting does: files whose name, or whose folder's, begins with a dot.
 */
export function readPortal(folder: string): ReadonlyMap<string, PortalFile> {
  const files = new Map<string, PortalFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const names = relative(folder, file).split(sep);
    if (!entry.isFile() || names.some((name) => name.startsWith('.'))) continue;
    const type = TYPES[extname(entry.name).toLowerCase()] ?? 'application/octet-stream';
    files.set(`/portal/${names.join('/')}`, { type, bytes: readFileSync(file) });
  }
  return files;
}
