import ipaddr from 'ipaddr.js';
import { GLOBAL_IPV6, NAMED_IPV6, SPECIAL_IPV4, SPECIAL_IPV6, type SpecialRange } from './special-ranges.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = readonly [network: Address, bits: number, name: string];

const IPV4 = SPECIAL_IPV4.map(parseRange);
const IPV6 = [...SPECIAL_IPV6, ...NAMED_IPV6].map(parseRange);
const GLOBAL = ipaddr.IPv6.parseCIDR(GLOBAL_IPV6);

/** The interface ids of ISATAP (RFC 5214, section 6.1): an IPv4 address follows. */
const ISATAP = [
  [0x0000, 0x5efe],
  [0x0200, 0x5efe],
];

/**
 * Why an IP address is not globally routable, in plain words; undefined when it is. `address` is as a resolver gives it: four
 * decimal parts, or IPv6. Anything else is no address, and refused as such.
 */
export function addressProblem(address: string): string | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined) return 'not an IP address';
  if (parsed instanceof ipaddr.IPv4) return nameOf(parsed, IPV4);
  const special = nameOf(parsed, IPV6);
  if (special !== undefined) return special;
  if (!parsed.match(GLOBAL)) return 'not given out for the public Internet';
  const [high, low] = [parsed.parts[4], parsed.parts[5]];
  const isIsatap = ISATAP.some(([first, second]) => high === first && low === second);
  return isIsatap ? 'an IPv4 address inside IPv6' : undefined;
}

/** Only the plain spellings: an abbreviated or octal one means one thing here and another thing there. */
function parseAddress(address: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address);
  // A zone belongs to a link, and is refused with it.
  if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return undefined;
  return ipaddr.IPv6.parse(address);
}

function nameOf(address: Address, blocks: readonly Block[]): string | undefined {
  return blocks.find(([network, bits]) => address.match(network as never, bits))?.[2];
}

function parseRange([cidr, name]: SpecialRange): Block {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return [network, bits, name];
}
