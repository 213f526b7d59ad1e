import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { addressProblem } from '../../core/addresses/address-problem.ts';
import { hostProblem, literalAddress } from '../../core/addresses/host-problem.ts';
import { PrivateAddressError } from './private-address-error.ts';

export interface AddressFilterOptions {
  /** Who is asked for names (`127.0.0.1:53`), in place of the servers that the machine is set up with. */
  servers?: readonly string[];
  /** Tells why an address may not be dialled; undefined where it may. For tests, which have no public address. */
  problemOf?: (address: string) => string | undefined;
}

/**
 * Resolves to the addresses that a URL's host may be dialled at. Rejects with a {@link PrivateAddressError} if any of them is not
 * public, so that no choice among them can be steered to the wrong one, and with what the look-up came to.
 */
export type AddressFilter = (hostname: string) => Promise<LookupAddress[]>;

/** One try of a name server takes this long, and the next one longer; the deadline of what is sent may come before. */
const DNS_TIMEOUT_MS = 1500;
const DNS_TRIES = 2;

/** What a server says that knows of nothing. */
const NOTHING = ['ENODATA', 'ENOTFOUND'];

/**
 * Makes the filter of production. It asks name servers and nothing else: no hosts file and no search domains, in which private names
 * stand, and no thread of the pool is held by a server that does not answer.
 */
export function createAddressFilter({
  servers,
  problemOf = addressProblem,
}: AddressFilterOptions = {}): AddressFilter {
  return async (hostname) => {
    const literal = literalAddress(hostname);
    if (literal === undefined && hostProblem(hostname) !== undefined) throw new PrivateAddressError();
    const addresses = literal === undefined ? await lookUp(hostname, servers) : [literal];
    if (addresses.some((address) => problemOf(address) !== undefined)) throw new PrivateAddressError();
    return addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  };
}

async function lookUp(hostname: string, servers: readonly string[] | undefined): Promise<string[]> {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
  if (servers) resolver.setServers(servers);
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) return found;
  const codes = answers.map((answer) => (answer.status === 'rejected' ? String(answer.reason?.code) : ''));
  // A server that failed says something else than one that knows of no such name.
  const code = codes.every((each) => NOTHING.includes(each)) ? 'ENOTFOUND' : 'EAI_AGAIN';
  throw Object.assign(new Error(`no address of the host is known (${codes.join(', ')})`), { code });
}
