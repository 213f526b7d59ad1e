import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { hasStatus } from './api-error.ts';
import { request } from './request.ts';
import { SESSION_KEY } from './use-session.ts';

/** Signs out, and forgets everything that was shown. */
export function useSignOut(): UseMutationResult<void, Error, void> {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: async () => {
      try {
        await request('DELETE', '/session');
      } catch (error) {
        // Whose session has ended already is signed out.
        if (!hasStatus(error, 401)) throw error;
      }
    },
    onSuccess: () => {
      // Whoever signs in next begins anew, and not at what somebody else had open.
      navigate('/', { replace: true });
      client.setQueryData(SESSION_KEY, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
}
