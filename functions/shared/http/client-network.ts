import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Where a request comes from, for counting what comes from there. */
export interface ClientNetwork {
  /** As good as the client's own: nobody else can make a request that has it. */
  client: string;
  /** What is next to us: the last proxy or, without one, the client. Nobody can make it up. */
  nearest: string;
}

/** Of an address only the network: whoever has one address of IPv6 has all the others of its 64 bits. */
const IPV6_BITS = 64;

/**
 * `proxies` is how many servers in front have appended an address to `X-Forwarded-For` after the client's own; null where nothing is in
 * front. What stands before that the client may have written itself. Where somebody goes around a proxy, so may the client's own entry be:
 * it counts only together with the last one, which is the platform's, so that what is made up is nobody else's.
 */
export function clientNetwork(request: IncomingMessage, proxies: number | null): ClientNetwork {
  if (proxies === null) {
    const own = networkOf(request.socket.remoteAddress ?? '');
    return { client: own, nearest: own };
  }
  const addresses = [request.headers['x-forwarded-for'] ?? ''].flat().join(',').split(',');
  const nearest = networkOf(addresses.at(-1) ?? '');
  const named = networkOf(addresses.at(-1 - proxies) ?? addresses[0] ?? '');
  return { client: proxies === 0 ? nearest : `${named} by ${nearest}`, nearest };
}

function networkOf(address: string): string {
  const text = address.trim();
  if (!ipaddr.isValid(text)) return 'unknown';
  const parsed = ipaddr.process(text);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return (parsed as ipaddr.IPv6).parts
    .slice(0, IPV6_BITS / 16)
    .map((part) => part.toString(16))
    .join(':');
}
