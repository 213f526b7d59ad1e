import { useSearchParams } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';

type Changes = Record<string, string | null>;

interface Options {
  /** In place of the entry in the browser's history, and not after it. */
  replace?: boolean;
  /** Kept with the new entry: that the one before it is what it was come from. */
  from?: 'list' | 'page-before';
}

interface QueryState {
  params: URLSearchParams;
  /** Sets and (with null) removes. */
  change: (changes: Changes, options?: Options) => void;
  from: Options['from'] | undefined;
}

/** What the address's query says, and a way to change it that the browser's Back undoes. */
export function useQueryState(): QueryState {
  const [params, setParams] = useSearchParams();
  const state = useHistoryState<{ from?: Options['from'] } | null>();
  function change(changes: Changes, { replace = false, from }: Options = {}): void {
    const to = (before: URLSearchParams): URLSearchParams => {
      const after = new URLSearchParams(before);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === '') after.delete(name);
        else after.set(name, value);
      }
      return after;
    };
    setParams(to, { replace, state: from === undefined ? null : { from } });
  }
  return { params, change, from: state?.from };
}
