import type { ReactElement } from 'react';
import { hasStatus } from '../api/api-error.ts';
import { issueFor } from '../api/issue-for.ts';
import { describeError } from '../format/describe-error.ts';
import { useQueryState } from '../state/use-query-state.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface Props {
  error: unknown;
  what: string;
  retry: () => void;
  busy?: boolean;
}

/** What could not be loaded, why, and a way to try again. */
export function ErrorPanel({ error, what, retry, busy = false }: Props): ReactElement {
  const { change } = useQueryState();
  const final = hasStatus(error, 404) || hasStatus(error, 403);
  // A place in a list is that of whoever it was given to: in somebody else's list a link begins anew.
  const misplaced = issueFor(error, 'cursor') !== undefined;
  return (
    <Notice tone="bad" alert title={`Could not load ${what}`}>
      <p>{describeError(error)}</p>
      {misplaced && (
        <Button icon="refresh" onClick={() => change({ cursor: null }, { replace: true })}>
          Show it from the beginning
        </Button>
      )}
      {!final && !misplaced && (
        <Button icon="refresh" busy={busy} onClick={retry}>
          Try again
        </Button>
      )}
    </Notice>
  );
}
