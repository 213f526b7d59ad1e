import type { ReactElement } from 'react';
import { useQueryState } from '../state/use-query-state.ts';
import { Button } from './button.tsx';

interface Props {
  next: string | null;
  what: string;
  /** What the first page is called. */
  first?: string;
}

/** The pages of a list. The cursor is in the address, so that the way back is the browser's own. */
export function Pager({ next, what, first: label = 'Newest' }: Props): ReactElement | null {
  const { params, change, from } = useQueryState();
  const first = !params.has('cursor');
  if (first && next === null) return null;
  return (
    <nav className="pager" aria-label={`Pages of ${what}`}>
      <Button disabled={first} onClick={() => change({ cursor: null })}>
        {label}
      </Button>
      <Button disabled={from !== 'page-before'} onClick={() => window.history.back()}>
        Previous
      </Button>
      <Button disabled={next === null} onClick={() => change({ cursor: next }, { from: 'page-before' })}>
        Next
      </Button>
    </nav>
  );
}
