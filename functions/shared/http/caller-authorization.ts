import type { IncomingMessage } from 'node:http';

/**
 * The header that says who calls. Where a request carries `X-Serverless-Authorization`, Cloud Run verifies that one and leaves
 * `Authorization` to the function, unverified: whoever may call could then name himself as he likes in it.
 * @see https://cloud.google.com/run/docs/authenticating/service-to-service
 */
export function callerAuthorization({ headers }: IncomingMessage): string | undefined {
  const [serverless] = [headers['x-serverless-authorization'] ?? []].flat();
  return serverless ?? headers.authorization;
}
