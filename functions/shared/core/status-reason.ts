/** What an answer that is not a 2xx says, in plain words, and what to look at. */
export function statusReason(statusCode: number): string {
  const answered = `The endpoint answered ${statusCode}`;
  if (statusCode >= 300 && statusCode < 400) {
    return `${answered}, a redirect, which is not followed: point the webhook URL at the final endpoint`;
  }
  if (statusCode === 401 || statusCode === 403) {
    return `${answered}: check that it verifies with the outgoing secret, over the raw bytes of the body`;
  }
  return answered;
}
