import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { EventAnswer } from '../../../functions/shared/portal/schemas/event.ts';
import { apiPath, type Scope } from '../state/scope.ts';
import { request } from './request.ts';

const REFRESH_MS = 5000;

/** The whole flow of one reference id; asked for again by itself while something is still to come. */
export function useEvent(scope: Scope, referenceId: string): UseQueryResult<EventAnswer> {
  return useQuery({
    queryKey: ['event', scope.atsId, referenceId],
    queryFn: ({ signal }) =>
      request<EventAnswer>('GET', apiPath(scope, `/events/${encodeURIComponent(referenceId)}`), { signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? REFRESH_MS : false),
  });
}

export function isUnderWay({ timeline }: EventAnswer): boolean {
  return timeline.some(({ step }) => step === 'next');
}
