import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from './request.ts';
import { SESSION_KEY } from './use-session.ts';

/** Signs out, and forgets everything that was shown. */
export function useSignOut(): UseMutationResult<unknown, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request('DELETE', '/session'),
    onSuccess: () => {
      client.setQueryData(SESSION_KEY, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
}
