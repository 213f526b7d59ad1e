import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, hasStatus } from '../api/api-error.ts';
import { SESSION_KEY } from '../api/use-session.ts';

const RETRIES = 2;

/** One for the page. `onEnded` hears when an answer says that the session is over: which one, by when it was learnt of. */
export function createQueryClient(onEnded: (sessionFrom: number) => void): QueryClient {
  const onError = (error: unknown): void => {
    if (hasStatus(error, 401)) onEnded(client.getQueryState(SESSION_KEY)?.dataUpdatedAt ?? 0);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    // A wrong password is a 401 as well; signing in says so by itself.
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (mutation.meta?.signsIn !== true) onError(error);
      },
    }),
    defaultOptions: {
      queries: {
        // Whether it can be reached is for the answer to say: what waits for a connection unseen would be done long after it was asked for.
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: 10_000,
        retry: (failures, error) => failures < RETRIES && mayPass(error),
      },
      // What a mutation answers may be a secret, so that nothing of it stays once nobody shows it.
      mutations: { networkMode: 'always', gcTime: 0, retry: false },
    },
  });
  return client;
}

function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}
