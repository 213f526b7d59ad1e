import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { EventAnswer } from '../../../functions/shared/portal/schemas/event.ts';
import { apiPath, type Scope } from '../state/scope.ts';
import { hasStatus } from './api-error.ts';
import { request } from './request.ts';

/** Often at first, as most flows take seconds; seldom then, as a page may be left open on one that waits for hours. */
const REFRESH_MS = 5000;
const SELDOM_MS = 30_000;
const OFTEN = 24;

/** The whole flow of one reference id; asked for again by itself while something is still to come. */
export function useEvent(scope: Scope, referenceId: string): UseQueryResult<EventAnswer> {
  return useQuery({
    queryKey: ['event', scope.atsId, referenceId],
    queryFn: ({ signal }) =>
      request<EventAnswer>('GET', apiPath(scope, `/events/${encodeURIComponent(referenceId)}`), { signal }),
    refetchInterval: ({ state: { data, error, dataUpdateCount } }) => {
      if (data === undefined || !isUnderWay(data) || hasStatus(error, 401)) return false;
      return dataUpdateCount < OFTEN ? REFRESH_MS : SELDOM_MS;
    },
  });
}

export function isUnderWay({ timeline }: EventAnswer): boolean {
  return timeline.some(({ step }) => step === 'next');
}
