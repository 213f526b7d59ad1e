import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { AtsPageAnswer } from '../../../functions/shared/portal/schemas/ats.ts';
import { request } from './request.ts';

/** A page of all ATSs; `query` is what the page's own address asks for. */
export function useAtsList(query: string): UseQueryResult<AtsPageAnswer> {
  return useQuery({
    queryKey: ['ats-list', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => request<AtsPageAnswer>('GET', `/ats${query && `?${query}`}`, { signal }),
  });
}
