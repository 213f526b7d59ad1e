import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../core/errors.ts';

const SAFE = new Set(['GET', 'HEAD']);

/**
 * Throws `foreign_origin` for a request that may change something and that no page of the portal has sent. Every browser names the origin
 * on those (RFC 6454, Fetch standard section 3.2), and no page of another site can have it name ours.
 */
export function assertOwnOrigin(
  { method = 'GET', headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  origins: readonly string[],
): void {
  if (SAFE.has(method)) return;
  const { origin, 'sec-fetch-site': site } = headers;
  const isOwn = origin !== undefined && origins.includes(origin);
  if (!isOwn || (site !== undefined && site !== 'same-origin')) throw new GatewayError('foreign_origin');
}
