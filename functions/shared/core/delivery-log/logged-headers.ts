type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What of an answer's headers may be kept: how to read its body, and when to come again (IETF draft ratelimit-headers, all forms). */
const OF_RESPONSE = [
  'content-type',
  'content-length',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
];

const OF_SENT_REQUEST = ['content-type', 'user-agent', 'host', 'x-carvos-event', 'x-carv-causation-id'];

const OF_RECEIVED_REQUEST = ['content-type', 'x-webhook-signature'];

/** Longer than any of these has a use for. */
const MAX_VALUE_LENGTH = 1024;

/** The headers that are kept, by their names in lower case; all others, cookies and credentials among them, never are. */
export const loggedHeaders = {
  ofResponse: (headers: Headers) => pick(headers, OF_RESPONSE),
  ofSentRequest: (headers: Headers) => pick(headers, OF_SENT_REQUEST),
  ofReceivedRequest: (headers: Headers) => pick(headers, OF_RECEIVED_REQUEST),
};

function pick(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      if (value === undefined) return [];
      return [[name, [value].flat().join(', ').slice(0, MAX_VALUE_LENGTH).toWellFormed()]];
    }),
  );
}
