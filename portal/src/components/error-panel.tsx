import type { ReactElement } from 'react';
import { hasStatus } from '../api/api-error.ts';
import { describeError } from '../format/describe-error.ts';
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
  const final = hasStatus(error, 404) || hasStatus(error, 403);
  return (
    <Notice tone="bad" alert title={`Could not load ${what}`}>
      <p>{describeError(error)}</p>
      {!final && (
        <Button icon="refresh" busy={busy} onClick={retry}>
          Try again
        </Button>
      )}
    </Notice>
  );
}
