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
    ['behind nothing is its own, whatever it says', null, '203.0.113.9', '198.51.100.7', '198.51.100.7'],
    ['behind Google’s front end only is the last', 0, '10.0.0.1, 203.0.113.9', 'x', '203.0.113.9'],
    ['without the header is unknown', 0, undefined, 'x', 'unknown'],
    ['that is no address is unknown', 0, 'evil"; drop', 'x', 'unknown'],
    ['of IPv6 is its first 64 bits', 0, '2001:db8:1:2:3:4:5:6', 'x', '2001:db8:1:2'],
    ['of IPv6 is the same for its other addresses', 0, '2001:db8:1:2::9', 'x', '2001:db8:1:2'],
    ['of IPv4 in IPv6 is that of IPv4', null, undefined, '::ffff:198.51.100.7', '198.51.100.7'],
  ])('%s', (_, proxies, forwardedFor, remoteAddress, network) => {
    const found = clientNetwork(request(forwardedFor, remoteAddress), proxies);
    expect(found).toEqual({ client: network, nearest: network });
  });

  test.each([
    ['1.1.1.1, 203.0.113.9, 151.101.1.1', '203.0.113.9 by 151.101.1.1'],
    ['203.0.113.9, 151.101.1.1', '203.0.113.9 by 151.101.1.1'],
    ['151.101.1.1', '151.101.1.1 by 151.101.1.1'],
  ])('behind one more proxy is the entry before it, together with the proxy: %s', (forwardedFor, client) => {
    expect(clientNetwork(request(forwardedFor), 1)).toEqual({ client, nearest: '151.101.1.1' });
  });

  test('somebody who goes around the proxy cannot pass for a client that comes through it', () => {
    const through = clientNetwork(request('203.0.113.9, 151.101.1.1'), 1);
    for (const forged of ['203.0.113.9, 192.0.2.66', '203.0.113.9, 151.101.1.1, 192.0.2.66']) {
      expect(clientNetwork(request(forged), 1).client).not.toBe(through.client);
      expect(clientNetwork(request(forged), 1).nearest).toBe('192.0.2.66');
    }
  });
});
