import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { ConfigurationAnswer, EditRequest } from '../../../functions/shared/portal/schemas/ats.ts';
import { apiPath } from '../state/scope.ts';
import { hasStatus } from './api-error.ts';
import { request } from './request.ts';

function configurationKey(atsId: string): readonly unknown[] {
  return ['ats', atsId, 'configuration'];
}

export function useConfiguration(atsId: string): UseQueryResult<ConfigurationAnswer> {
  return useQuery({
    queryKey: configurationKey(atsId),
    queryFn: ({ signal }) => request<ConfigurationAnswer>('GET', apiPath({ atsId }, ''), { signal }),
  });
}

/** Edits it. Where somebody else was faster (409) the values as they are now are asked for. */
export function useEditConfiguration(
  atsId: string,
): UseMutationResult<ConfigurationAnswer, Error, EditRequest> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: EditRequest) =>
      request<ConfigurationAnswer>('PATCH', apiPath({ atsId }, ''), { body }),
    onSuccess: async (configuration) => {
      // An answer from before would show what it was, and its version.
      await client.cancelQueries({ queryKey: configurationKey(atsId) });
      client.setQueryData(configurationKey(atsId), configuration);
      void client.invalidateQueries({ queryKey: ['activity'] });
      void client.invalidateQueries({ queryKey: ['ats-list'] });
    },
    onError: async (error) => {
      if (hasStatus(error, 409)) await client.refetchQueries({ queryKey: configurationKey(atsId) });
    },
  });
}

/** Asks for an ATS's configuration anew, after something that changed it by another way. */
export function useRefreshConfiguration(atsId: string): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: configurationKey(atsId) });
    void client.invalidateQueries({ queryKey: ['activity'] });
  };
}
