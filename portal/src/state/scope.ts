import { createContext, useContext } from 'react';

/** Whose data a page shows, and where its pages are. */
export interface Scope {
  /** Null for all ATSs together. */
  atsId: string | null;
  /** Staff see much, and change little. */
  staff: boolean;
  /** What the pages' paths begin with. */
  home: string;
}

export const ScopeContext = createContext<Scope | null>(null);

export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (scope === null) throw new Error('This page is shown outside of any scope');
  return scope;
}

/** Where the API has what is of this scope. */
export function apiPath({ atsId }: Pick<Scope, 'atsId'>, path: string): string {
  return atsId === null ? path : `/ats/${encodeURIComponent(atsId)}${path}`;
}
