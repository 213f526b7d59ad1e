import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { clientNetwork } from './client-network.ts';

const request = (forwardedFor: string | undefined, remoteAddress = '169.254.1.1') =>
  ({
    headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
    socket: { remoteAddress },
  }) as unknown as IncomingMessage;

describe('the network of a client', () => {
  test.each([
    [
      'behind nothing is its own address, whatever it says',
      null,
      '203.0.113.9',
      '198.51.100.7',
      '198.51.100.7',
    ],
    ['behind Google’s front end only is the last address', 0, '10.0.0.1, 203.0.113.9', 'x', '203.0.113.9'],
    ['behind one more proxy is the one before', 1, '1.1.1.1, 203.0.113.9, 151.101.1.1', 'x', '203.0.113.9'],
    ['where a proxy is left out is the first', 1, '203.0.113.9', 'x', '203.0.113.9'],
    ['without the header is unknown', 1, undefined, 'x', 'unknown'],
    ['that is no address is unknown', 0, 'evil"; drop', 'x', 'unknown'],
    ['of IPv6 is its first 64 bits', 0, '2001:db8:1:2:3:4:5:6', 'x', '2001:db8:1:2'],
    ['of IPv6 is the same for its other addresses', 0, '2001:db8:1:2::9', 'x', '2001:db8:1:2'],
    ['of IPv4 in IPv6 is that of IPv4', null, undefined, '::ffff:198.51.100.7', '198.51.100.7'],
  ])('%s', (_, proxies, forwardedFor, remoteAddress, network) => {
    expect(clientNetwork(request(forwardedFor, remoteAddress), proxies)).toBe(network);
  });
});
