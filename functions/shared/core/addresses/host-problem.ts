import { addressProblem } from './address-problem.ts';

/** Names that mean the machine itself or what is near it (RFC 6761, RFC 6762, RFC 9476, and clouds' own). */
const LOCAL_NAMES = ['localhost', 'local', 'internal', 'home.arpa', 'alt'];

/**
 * Why a URL's host can be told to be private without asking anybody: a literal address, or a name that is only ever a local one.
 * `hostname` is as a URL parser gives it: IPv4 in four decimal parts however it was spelled, IPv6 in brackets, names in lower case
 * and Punycode. Undefined where the name has to be looked up.
 */
export function hostProblem(hostname: string): string | undefined {
  const literal = literalAddress(hostname);
  if (literal !== undefined) return addressProblem(literal);
  const name = hostname.replace(/\.$/, '');
  const isLocal = LOCAL_NAMES.some((local) => name === local || name.endsWith(`.${local}`));
  return isLocal || !name.includes('.') ? 'a local name' : undefined;
}

/** The address that a URL's host is, without the brackets; undefined for a name. Such a host is dialled without any look-up. */
export function literalAddress(hostname: string): string | undefined {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  return /^[0-9.]+$/.test(hostname) ? hostname : undefined;
}
