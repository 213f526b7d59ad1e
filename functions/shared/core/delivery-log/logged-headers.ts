type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The headers that are kept, by their names in lower case; all others, cookies and credentials among them, never are. */
export const LOGGED_HEADERS = {
  /** How to read the body, and when to come again: IETF draft ratelimit-headers in all its forms, and the X- names before it. */
  ofResponse: [
    'content-type',
    'content-length',
    'retry-after',
    'ratelimit',
    'ratelimit-policy',
    'ratelimit-limit',
    'ratelimit-remaining',
    'ratelimit-reset',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
  ],
  ofSentRequest: ['content-type', 'user-agent', 'host', 'x-carvos-event', 'x-carv-causation-id'],
  ofReceivedRequest: ['content-type', 'x-webhook-signature'],
} as const;

/** Most characters of a header: more than any of these has a use for. */
export const MAX_HEADER_LENGTH = 1024;

export const loggedHeaders = {
  ofResponse: (headers: Headers) => pick(headers, LOGGED_HEADERS.ofResponse),
  ofSentRequest: (headers: Headers) => pick(headers, LOGGED_HEADERS.ofSentRequest),
  ofReceivedRequest: (headers: Headers) => pick(headers, LOGGED_HEADERS.ofReceivedRequest),
};

function pick(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      if (value === undefined) return [];
      return [[name, [value].flat().join(', ').slice(0, MAX_HEADER_LENGTH).toWellFormed()]];
    }),
  );
}
