import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { SPECIAL_IPV4 } from '../../functions/shared/core/addresses/special-ranges.ts';

test('the firewall is told of each IPv4 range that the code refuses, and of no other', () => {
  const { ipv4 } = JSON.parse(readFileSync('infra/special-ranges.json', 'utf8'));
  expect(Object.keys(ipv4)).toEqual(SPECIAL_IPV4.map(([cidr]) => cidr));
});
