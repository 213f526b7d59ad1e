import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { SessionAnswer } from '../../../functions/shared/portal/schemas/session.ts';
import { hasStatus } from './api-error.ts';
import { request } from './request.ts';

export const SESSION_KEY = ['session'] as const;

/** Who is signed in; null for nobody. */
export function useSession(): UseQueryResult<SessionAnswer | null> {
  return useQuery({
    queryKey: SESSION_KEY,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      try {
        return await request<SessionAnswer>('GET', '/session', { signal });
      } catch (error) {
        if (hasStatus(error, 401)) return null;
        throw error;
      }
    },
  });
}
