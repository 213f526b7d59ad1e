const DEFAULT_LIMIT = 25;

/** How many entries a page has; the schema has made sure of what it may be. */
export function readLimit({ limit }: { limit?: string | undefined }): number {
  return limit === undefined ? DEFAULT_LIMIT : Number(limit);
}
