import autocannon, { type Options, type Result } from 'autocannon';

export interface LoadCandidatesOptions extends Pick<Options, 'connections' | 'duration' | 'overallRate'> {
  /** Where the REST API is served. */
  baseUrl: string;
  apiKey: string;
  /** So many different candidates, and then the same again; each is a new one when left out. */
  candidates?: number;
}

const NOTE = 'x'.repeat(1400);

let sent = 0;

/** Pushes candidates of 1.6 KB by REST. Throws when one is not answered with a 2xx: then the figures would mean nothing. */
export async function loadCandidates(options: LoadCandidatesOptions): Promise<Result> {
  const { baseUrl, apiKey, candidates = Number.POSITIVE_INFINITY, ...load } = options;
  const result = await autocannon({
    ...load,
    url: `${baseUrl}/v1/candidates`,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': apiKey,
      'x-ats-client-id': 'acme',
      'x-ats-user-id': 'u',
    },
    requests: [
      {
        setupRequest: (request) => {
          sent += 1;
          const names = {
            candidate_id: `c-${sent % candidates}`,
            first_name: 'Ada',
            last_name: 'L',
            email: 'a@b.c',
          };
          return { ...request, body: JSON.stringify({ ...names, custom_fields: { note: NOTE } }) };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  }
  return result;
}
