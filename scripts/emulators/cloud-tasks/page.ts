import { requireArgument } from '../service-error.ts';

export interface PageRequest {
  pageSize?: number | null;
  pageToken?: string | null;
}

/** The part of `items`, sorted by name, that a list call asks for. The token is the name of the item the last page ended with. */
export function pageOf<T>(
  items: Map<string, T>,
  { pageSize, pageToken }: PageRequest,
  maxSize: number,
): { items: T[]; nextPageToken: string } {
  const size = pageSize || maxSize;
  requireArgument(size > 0, 'page_size must not be negative');
  const after = pageToken ?? '';
  const names = [...items.keys()].filter((name) => name > after).sort();
  const shown = names.slice(0, Math.min(size, maxSize));
  const last = shown.length < names.length ? (shown.at(-1) ?? '') : '';
  return { items: shown.map((name) => items.get(name) as T), nextPageToken: last };
}
