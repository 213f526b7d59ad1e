import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { eventTypesAnswer } from '../../../functions/shared/portal/schemas/sandbox.ts';
import { request } from './request.ts';

export type EventType = Static<typeof eventTypesAnswer>['data'][number];

export function useEventTypes(): UseQueryResult<EventType[]> {
  return useQuery({
    queryKey: ['sandbox', 'events'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const answer = await request<Static<typeof eventTypesAnswer>>('GET', '/sandbox/events', { signal });
      return answer.data;
    },
  });
}
