import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { ResentAnswer } from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { apiPath } from '../state/scope.ts';
import { request } from './request.ts';

export function resend(atsId: string, eventId: string): Promise<ResentAnswer> {
  return request<ResentAnswer>('POST', apiPath({ atsId }, `/webhooks/${encodeURIComponent(eventId)}/resend`));
}

/** Asks anew for whatever shows deliveries. */
export function useRefreshDeliveries(): () => void {
  const client: QueryClient = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ['deliveries'] });
    void client.invalidateQueries({ queryKey: ['event'] });
  };
}
