import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ActivityAnswer } from '../../../functions/shared/portal/schemas/activity.ts';
import { apiPath, type Scope } from '../state/scope.ts';
import { request } from './request.ts';

export function useActivity(scope: Scope, cursor: string | null): UseQueryResult<ActivityAnswer> {
  return useQuery({
    queryKey: ['activity', scope.atsId, cursor],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const query = cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
      return request<ActivityAnswer>('GET', apiPath(scope, `/activity${query}`), { signal });
    },
  });
}
