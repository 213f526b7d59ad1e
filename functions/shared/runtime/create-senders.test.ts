import { describe, expect, test } from '@jest/globals';
import { requestTo } from '../ports/http-sender.contract.ts';
import { createSenders } from './create-senders.ts';

/** Nothing is dialled that has an address of these; where it were, nobody would answer. */
const PRIVATE = [
  'http://127.0.0.1:9/',
  'https://localhost:9/',
  'https://[::1]:9/',
  'http://metadata.google.internal/',
];

describe('what sends webhooks', () => {
  test.each(PRIVATE)('does not dial %s where ATSs are served', async (url) => {
    const { sender, hosts, urlPolicy } = createSenders(false, {});
    expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'error', failure: 'private_address' });
    expect(await hosts.problem(new URL(url).hostname)).toContain('not all of its addresses are public');
    expect(urlPolicy).toEqual({ allowPrivateTargets: false });
  });

  test('dials it in development, and so do calls to our own services everywhere', async () => {
    const development = createSenders(true, {});
    const production = createSenders(false, {});
    for (const sender of [development.sender, production.serviceSender]) {
      expect(await sender.send(requestTo('http://127.0.0.1:9/'))).toMatchObject({
        failure: 'connection_refused',
      });
    }
    expect(development.urlPolicy).toEqual({ allowPrivateTargets: true });
    expect(await development.hosts.problem('localhost')).toBeUndefined();
  });
});
