import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { SessionAnswer, signInRequest } from '../../../functions/shared/portal/schemas/session.ts';
import { tellOtherTabs } from '../state/other-tabs.ts';
import { request } from './request.ts';
import { SESSION_KEY } from './use-session.ts';

export type SignInRequest = Static<typeof signInRequest>;

/** Signs in. What another person was shown before is forgotten; what the same person was shown is asked for anew. */
export function useSignIn(): UseMutationResult<SessionAnswer, Error, SignInRequest> {
  const client = useQueryClient();
  return useMutation({
    meta: { signsIn: true },
    mutationFn: (body: SignInRequest) => request<SessionAnswer>('POST', '/session', { body }),
    onSuccess: async (session) => {
      // An answer from before would say that nobody is signed in.
      await client.cancelQueries({ queryKey: SESSION_KEY });
      const before = client.getQueryData<SessionAnswer | null>(SESSION_KEY);
      client.setQueryData(SESSION_KEY, session);
      tellOtherTabs(session.email);
      const others = {
        predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] !== 'session',
      };
      if (before?.email === session.email) void client.invalidateQueries(others);
      else client.removeQueries(others);
    },
  });
}
