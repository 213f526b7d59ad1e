import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type {
  DeliveriesAnswer,
  WeekAnswer,
  WholeDeliveryAnswer,
} from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { apiPath, type Scope } from '../state/scope.ts';
import { request } from './request.ts';

/** A page of the delivery log; `query` is what the page's own address asks for. */
export function useDeliveries(scope: Scope, query: string): UseQueryResult<DeliveriesAnswer> {
  return useQuery({
    queryKey: ['deliveries', scope.atsId, 'page', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      request<DeliveriesAnswer>('GET', apiPath(scope, `/deliveries${query && `?${query}`}`), { signal }),
  });
}

export function useDelivery(scope: Scope, entryId: string): UseQueryResult<WholeDeliveryAnswer> {
  return useQuery({
    queryKey: ['deliveries', scope.atsId, 'entry', entryId],
    queryFn: ({ signal }) =>
      request<WholeDeliveryAnswer>('GET', apiPath(scope, `/deliveries/${encodeURIComponent(entryId)}`), {
        signal,
      }),
  });
}

export function useWeek(atsId: string): UseQueryResult<WeekAnswer> {
  return useQuery({
    queryKey: ['deliveries', atsId, 'week'],
    staleTime: 60_000,
    queryFn: ({ signal }) => request<WeekAnswer>('GET', apiPath({ atsId }, '/deliveries-week'), { signal }),
  });
}
