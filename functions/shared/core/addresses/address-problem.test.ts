import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressProblem } from './address-problem.ts';
import { hostProblem } from './host-problem.ts';
import { NAMED_IPV6, SPECIAL_IPV4, SPECIAL_IPV6 } from './special-ranges.ts';

/** Hosts as people may write them in a URL, and what each is called; `public` where it may be sent to. */
const SPELLINGS: readonly (readonly [host: string, verdict: string])[] = [
  // Loopback in every form a URL parser takes.
  ['127.0.0.1', 'loopback'],
  ['127.0.0.1.', 'loopback'],
  ['127.1', 'loopback'],
  ['127.0.1', 'loopback'],
  ['127.255.255.255', 'loopback'],
  ['2130706433', 'loopback'],
  ['2130706433.', 'loopback'],
  ['017700000001', 'loopback'],
  ['0177.0.0.1', 'loopback'],
  ['0177.0.0.01', 'loopback'],
  ['0x7f000001', 'loopback'],
  ['0x7F000001', 'loopback'],
  ['0x7f.0.0.1', 'loopback'],
  ['0x7f.1', 'loopback'],
  ['0x7f.0x0.0x0.0x1', 'loopback'],
  ['0x000000007f.1', 'loopback'],
  ['127.0x1', 'loopback'],
  ['127.0.0.0x1', 'loopback'],
  ['%31%32%37.0.0.1', 'loopback'],
  ['127%2e0%2e0%2e1', 'loopback'],
  ['①②⑦.⓪.⓪.①', 'loopback'],
  ['127。0。0。1', 'loopback'],
  ['１２７．０．０．１', 'loopback'],
  ['[::1]', 'loopback'],
  ['[0:0:0:0:0:0:0:1]', 'loopback'],
  ['[0000:0000:0000:0000:0000:0000:0000:0001]', 'loopback'],
  ['[::0001]', 'loopback'],
  ['[::0.0.0.1]', 'loopback'],
  // Unspecified.
  ['0', 'this network'],
  ['0.0.0.0', 'this network'],
  ['0x0', 'this network'],
  ['00', 'this network'],
  ['0.255.255.255', 'this network'],
  ['[::]', 'unspecified'],
  ['[0::0]', 'unspecified'],
  // Private.
  ['10.0.0.0', 'private'],
  ['10.255.255.255', 'private'],
  ['10.1', 'private'],
  ['0xa.0.0.1', 'private'],
  ['012.0.0.1', 'private'],
  ['167772161', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['0xac.0x10.0.1', 'private'],
  ['2886729729', 'private'],
  ['192.168.0.1', 'private'],
  ['192.168.257', 'private'],
  ['0300.0250.0.1', 'private'],
  ['3232235521', 'private'],
  ['[fc00::1]', 'private'],
  ['[fd00::1]', 'private'],
  ['[fd20:ce::254]', 'private'],
  ['[fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]', 'private'],
  // Link-local, where clouds keep their metadata.
  ['169.254.169.254', 'link-local'],
  ['169.254.43518', 'link-local'],
  ['2852039166', 'link-local'],
  ['0xa9fea9fe', 'link-local'],
  ['0251.0376.0251.0376', 'link-local'],
  ['0xa9.254.0xa9.254', 'link-local'],
  ['[fe80::1]', 'link-local'],
  ['[febf::1]', 'link-local'],
  ['[fec0::1]', 'site-local'],
  // Shared, protocols, documentation, benchmarks, multicast, reserved.
  ['100.64.0.1', 'shared by carriers'],
  ['100.100.100.200', 'shared by carriers'],
  ['100.127.255.255', 'shared by carriers'],
  ['192.0.0.1', 'reserved for protocols'],
  ['192.0.0.9', 'reserved for protocols'],
  ['192.0.0.192', 'reserved for protocols'],
  ['192.0.2.1', 'for documentation'],
  ['198.51.100.7', 'for documentation'],
  ['203.0.113.255', 'for documentation'],
  ['192.88.99.1', 'a former 6to4 relay'],
  ['198.18.0.1', 'for benchmarks'],
  ['198.19.255.255', 'for benchmarks'],
  ['199.36.153.8', 'inside Google Cloud'],
  ['199.36.153.4', 'inside Google Cloud'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.250', 'multicast'],
  ['0xe0000001', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'reserved'],
  ['4294967295', 'reserved'],
  ['[ff02::1]', 'multicast'],
  ['[ff0e::1]', 'multicast'],
  ['[2001:db8::1]', 'for documentation'],
  ['[3fff::1]', 'for documentation'],
  ['[100::1]', 'for discarding'],
  ['[5f00::1]', 'for segment routing'],
  ['[2001:2::1]', 'reserved for protocols'],
  ['[2001:10::1]', 'reserved for protocols'],
  ['[2001:20::1]', 'reserved for protocols'],
  ['[4000::1]', 'not given out for the public Internet'],
  ['[e000::1]', 'not given out for the public Internet'],
  ['[200::1]', 'not given out for the public Internet'],
  // IPv4 inside IPv6, whatever it is.
  ['[::ffff:127.0.0.1]', 'an IPv4 address inside IPv6'],
  ['[::ffff:7f00:1]', 'an IPv4 address inside IPv6'],
  ['[0:0:0:0:0:ffff:7f00:0001]', 'an IPv4 address inside IPv6'],
  ['[::FFFF:169.254.169.254]', 'an IPv4 address inside IPv6'],
  ['[::ffff:8.8.8.8]', 'an IPv4 address inside IPv6'],
  ['[::ffff:0:10.0.0.1]', 'an IPv4 address inside IPv6'],
  ['[::127.0.0.1]', 'an IPv4 address inside IPv6'],
  ['[::7f00:1]', 'an IPv4 address inside IPv6'],
  ['[::8.8.8.8]', 'an IPv4 address inside IPv6'],
  ['[64:ff9b::127.0.0.1]', 'NAT64'],
  ['[64:ff9b::7f00:1]', 'NAT64'],
  ['[64:ff9b::8.8.8.8]', 'NAT64'],
  ['[64:ff9b:1::10.0.0.1]', 'NAT64'],
  ['[64:ff9b:1:ffff::1]', 'NAT64'],
  ['[2002:7f00:1::]', '6to4'],
  ['[2002:a00:1::1]', '6to4'],
  ['[2002:808:808::1]', '6to4'],
  ['[2001:0:4136:e378:8000:63bf:3fff:fdd2]', 'Teredo'],
  ['[2001::1]', 'Teredo'],
  ['[2a00:1450:4001::5efe:127.0.0.1]', 'an IPv4 address inside IPv6'],
  ['[2a00:1450:4001:1:0:5efe:a00:1]', 'an IPv4 address inside IPv6'],
  ['[2a00:1450:4001:1:200:5efe:8.8.8.8]', 'an IPv4 address inside IPv6'],
  ['[fe80::5efe:192.168.0.1]', 'link-local'],
  // Names that are local wherever they are asked for.
  ['localhost', 'a local name'],
  ['LOCALHOST', 'a local name'],
  ['localhost.', 'a local name'],
  ['ats.localhost', 'a local name'],
  ['printer.local', 'a local name'],
  ['metadata.google.internal', 'a local name'],
  ['metadata.google.internal.', 'a local name'],
  ['metadata', 'a local name'],
  ['router.home.arpa', 'a local name'],
  // Public ones.
  ['1.1.1.1', 'public'],
  ['8.8.8.8.', 'public'],
  ['134744072', 'public'],
  ['9.255.255.255', 'public'],
  ['11.0.0.0', 'public'],
  ['100.63.255.255', 'public'],
  ['100.128.0.0', 'public'],
  ['126.255.255.255', 'public'],
  ['128.0.0.0', 'public'],
  ['169.253.255.255', 'public'],
  ['169.255.0.0', 'public'],
  ['172.15.255.255', 'public'],
  ['172.32.0.0', 'public'],
  ['192.0.1.0', 'public'],
  ['192.167.255.255', 'public'],
  ['192.169.0.0', 'public'],
  ['198.17.255.255', 'public'],
  ['198.20.0.0', 'public'],
  ['223.255.255.255', 'public'],
  ['[2606:4700:4700::1111]', 'public'],
  ['[2A00:1450:4001:0810:0000:0000:0000:200E]', 'public'],
  ['[2001:200::1]', 'public'],
  ['[2001:4860:4860::8888]', 'public'],
  ['[2003::1]', 'public'],
  ['[3ffe::1]', 'public'],
  ['ats.example', 'public'],
  ['ats.example.', 'public'],
  ['bücher.example', 'public'],
  ['localhost.example', 'public'],
  ['127.0.0.1.example', 'public'],
  ['10.example', 'public'],
];

describe('a host as it stands in a URL', () => {
  test('the table has at least 120 spellings, each once', () => {
    expect(new Set(SPELLINGS.map(([host]) => host)).size).toBe(SPELLINGS.length);
    expect(SPELLINGS.length).toBeGreaterThanOrEqual(120);
  });

  test.each(SPELLINGS)('%s is %s', (host, verdict) => {
    expect(hostProblem(new URL(`https://${host}/hook`).hostname) ?? 'public').toBe(verdict);
  });

  test.each([
    '256.1.1.1',
    '1.2.3.4.5',
    '08.1.1.1',
    'a.0x7f',
    '[::1%25eth0]',
    '[::1',
    '[1.2.3.4]',
    '[::ffff:0x7f.1]',
  ])('%s is no host at all', (host) => {
    expect(URL.canParse(`https://${host}/hook`)).toBe(false);
  });
});

describe('an address as a resolver gives it', () => {
  const all = [...SPECIAL_IPV4, ...SPECIAL_IPV6, ...NAMED_IPV6];

  test.each(all)('every address of %s is refused (%s)', (cidr) => {
    fc.assert(
      fc.property(addressIn(cidr), (address) => {
        expect(addressProblem(address)).toBeDefined();
        expect(
          hostProblem(new URL(`https://${address.includes(':') ? `[${address}]` : address}/`).hostname),
        ).toBeDefined();
      }),
    );
  });

  test('every IPv4 address has the same verdict however its number is written', () => {
    const number = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(number, (value) => {
        const dotted = [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
        const hosts = [String(value), `0x${value.toString(16)}`, `0${value.toString(8)}`];
        const verdicts = hosts.map((host) => hostProblem(new URL(`https://${host}/`).hostname));
        expect(new Set(verdicts)).toEqual(new Set([addressProblem(dotted)]));
      }),
    );
  });

  test('an IPv4 address is refused inside IPv6 in every documented form', () => {
    fc.assert(
      fc.property(fc.ipV4(), (v4) => {
        const [a = 0, b = 0, c = 0, d = 0] = v4.split('.').map(Number);
        const [high, low] = [(a << 8) | b, (c << 8) | d].map((part) => part.toString(16));
        for (const address of [
          `::ffff:${v4}`,
          `::ffff:0:${v4}`,
          `::${v4}`,
          `64:ff9b::${v4}`,
          `64:ff9b:1::${v4}`,
          `2002:${high}:${low}::1`,
          `2001:0:${high}:${low}:0:0:0:1`,
          `2a00:1450::5efe:${v4}`,
          `2a00:1450::200:5efe:${v4}`,
        ]) {
          expect(addressProblem(address)).toBeDefined();
        }
      }),
    );
  });

  test.each([
    '',
    'ats.example',
    '127.1',
    '0177.0.0.1',
    '0x7f000001',
    '1.2.3',
    '8.8.8.8 ',
    'fe80::1%eth0',
    '[::1]',
    '1.2.3.256',
  ])('%j is none, and refused', (text) => {
    expect(addressProblem(text)).toBe('not an IP address');
  });
});

/** Addresses of a block, its first and last among them. */
function addressIn(cidr: string): fc.Arbitrary<string> {
  const [network = '', bits = ''] = cidr.split('/');
  const size = network.includes(':') ? 128 : 32;
  const first = network.includes(':') ? fromIpv6(network) : fromIpv4(network);
  const count = 1n << BigInt(size - Number(bits));
  const write = (value: bigint) => (size === 32 ? toIpv4(value) : toIpv6(value));
  return fc
    .oneof(fc.constantFrom(0n, count - 1n), fc.bigInt(0n, count - 1n))
    .map((offset) => write(first + offset));
}

function fromIpv4(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function toIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

function fromIpv6(text: string): bigint {
  const [head = '', tail = ''] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0');
  return [...groups(head), ...zeros, ...groups(tail)].reduce(
    (value, part) => (value << 16n) | BigInt(`0x${part}`),
    0n,
  );
}

function toIpv6(value: bigint): string {
  return Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  ).join(':');
}
