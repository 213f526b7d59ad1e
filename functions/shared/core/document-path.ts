/** Takes `collection/id`, alternating, apart: all but the last segment, and that. Throws for anything that names no document. */
export function splitDocumentPath(path: string): [collection: string, id: string] {
  const segments = path.split('/');
  if (segments.length % 2 !== 0 || segments.includes('')) {
    throw new Error(`[store] not a document path: ${path}`);
  }
  const id = segments.pop() as string;
  return [segments.join('/'), id];
}

/** Throws unless each of a commit's paths names a document, and none names it twice. */
export function assertWritablePaths(paths: readonly string[]): void {
  for (const path of paths) splitDocumentPath(path);
  if (new Set(paths).size !== paths.length) throw new Error('[store] a commit writes each path at most once');
}
