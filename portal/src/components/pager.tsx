import type { MouseEvent, ReactElement } from 'react';
import { headingOf } from '../state/heading-of.ts';
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

  /** Another page is read from its beginning, and a button that can do no more must not keep the focus. */
  const turn = (go: () => void) => (event: MouseEvent<HTMLElement>) => {
    headingOf(event.currentTarget)?.focus();
    go();
  };

  return (
    <nav className="pager" aria-label={`Pages of ${what}`}>
      <Button disabled={first} onClick={turn(() => change({ cursor: null }))}>
        {label}
      </Button>
      <Button disabled={from !== 'page-before'} onClick={turn(() => window.history.back())}>
        Previous
      </Button>
      <Button
        disabled={next === null}
        onClick={turn(() => change({ cursor: next }, { from: 'page-before' }))}
      >
        Next
      </Button>
    </nav>
  );
}
