/** One block of addresses that no webhook may be sent to, and what it is, in words. */
export type SpecialRange = readonly [cidr: string, name: string];

/**
 * IPv4 that is not globally routable.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry, RFC 5771 (multicast)
 */
export const SPECIAL_IPV4: readonly SpecialRange[] = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared by carriers'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'reserved for protocols'],
  ['192.0.2.0/24', 'for documentation'],
  ['192.88.99.0/24', 'a former 6to4 relay'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'for benchmarks'],
  ['198.51.100.0/24', 'for documentation'],
  // Google's own APIs, for machines inside Google Cloud only.
  ['199.36.153.0/24', 'inside Google Cloud'],
  ['203.0.113.0/24', 'for documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
];

/** All that has been given out for the public Internet (RFC 4291, section 2.4); the rest is special as a whole. */
export const GLOBAL_IPV6 = '2000::/3';

/**
 * IPv6 within {@link GLOBAL_IPV6} that is not globally routable, or stands for an IPv4 address that might not be: what carries
 * another address inside is refused whatever it carries, as no public endpoint is reached in that way.
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const SPECIAL_IPV6: readonly SpecialRange[] = [
  ['2001::/32', 'Teredo'],
  ['2001::/23', 'reserved for protocols'],
  ['2001:db8::/32', 'for documentation'],
  ['2002::/16', '6to4'],
  ['3fff::/20', 'for documentation'],
];

/** IPv6 outside of {@link GLOBAL_IPV6} that has a name of its own. */
export const NAMED_IPV6: readonly SpecialRange[] = [
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::ffff:0:0/96', 'an IPv4 address inside IPv6'],
  ['::ffff:0:0:0/96', 'an IPv4 address inside IPv6'],
  ['::/96', 'an IPv4 address inside IPv6'],
  ['64:ff9b::/96', 'NAT64'],
  ['64:ff9b:1::/48', 'NAT64'],
  ['100::/64', 'for discarding'],
  ['5f00::/16', 'for segment routing'],
  ['fc00::/7', 'private'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'site-local'],
  ['ff00::/8', 'multicast'],
];
