import { ServiceError } from '../service-error.ts';

export interface PageRequest {
  pageSize?: number | null;
  pageToken?: string | null;
  filter?: string | null;
}

const MAX_PAGE_SIZE = 25_000;

/** One page of a list that is newest first. A token says how many were listed before; filters are not understood here. */
export function pageOf<T>(all: readonly T[], { pageSize, pageToken, filter }: PageRequest) {
  if (filter) throw new ServiceError('UNIMPLEMENTED', 'This emulator knows no filters.');
  const size = Math.min(pageSize || MAX_PAGE_SIZE, MAX_PAGE_SIZE);
  const from = Number(pageToken || 0);
  if (size < 0 || !Number.isSafeInteger(from) || from < 0) {
    throw new ServiceError('INVALID_ARGUMENT', 'The page size or the page token is invalid.');
  }
  const next = from + size;
  return {
    items: all.slice(from, next),
    nextPageToken: next < all.length ? String(next) : '',
    totalSize: all.length,
  };
}
