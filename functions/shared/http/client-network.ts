import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Of an IPv6 address only the first 64 bits: whoever has one has all the others of its network. */
const IPV6_PARTS = 4;

/**
 * Which network a request comes from, for counting what comes from it. `proxies` is how many servers in front have appended an address to
 * `X-Forwarded-For` after the client's own; null where nothing is in front. What stands before that the client may have written itself.
 */
export function clientNetwork(request: IncomingMessage, proxies: number | null): string {
  return networkOf(proxies === null ? (request.socket.remoteAddress ?? '') : forwardedFor(request, proxies));
}

function forwardedFor({ headers }: IncomingMessage, proxies: number): string {
  const addresses = [headers['x-forwarded-for'] ?? ''].flat().join(',').split(',');
  return (addresses.at(-1 - proxies) ?? addresses[0] ?? '').trim();
}

function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return (parsed as ipaddr.IPv6).parts
    .slice(0, IPV6_PARTS)
    .map((part) => part.toString(16))
    .join(':');
}
