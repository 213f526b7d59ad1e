import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { ErrorPanel } from './error-panel.tsx';
import { Notice } from './notice.tsx';
import { Skeleton } from './skeleton.tsx';

interface Props<T> {
  query: UseQueryResult<T>;
  what: string;
  lines?: number;
  children: (data: T) => ReactNode;
}

/** What was loaded; until then room for it, and where that fails the reason and a way to try again. */
export function Loaded<T>({ query, what, lines = 4, children }: Props<T>): ReactElement {
  const { data, error, isFetching, refetch } = query;
  const retry = (): void => void refetch();
  if (data === undefined) {
    if (error) return <ErrorPanel error={error} what={what} retry={retry} busy={isFetching} />;
    return <Skeleton lines={lines} what={what} />;
  }
  return (
    <>
      {error && (
        <Notice tone="warn" title="This may be out of date">
          <p>The newest of it could not be loaded.</p>
          <button type="button" className="link" onClick={retry}>
            Try again
          </button>
        </Notice>
      )}
      {children(data)}
    </>
  );
}
