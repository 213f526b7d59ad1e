import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NameServer } from '../../../tests/support/name-server.ts';
import { createAddressFilter } from '../adapters/net/address-filter.ts';
import { createHostCheck } from '../adapters/net/host-check.ts';
import { assertWebhookUrl } from './assert-webhook-url.ts';

describe('a webhook URL that is to be saved, with a real name server', () => {
  let names: NameServer;
  let save: (url: string) => Promise<void>;
  beforeEach(async () => {
    names = new NameServer();
    const hosts = createHostCheck(createAddressFilter({ servers: [await names.start()] }));
    save = (url) => assertWebhookUrl({ urlPolicy: { allowPrivateTargets: false }, hosts }, url);
  });
  afterEach(() => names.stop());

  const refusal = (msg: string) => ({
    code: 'validation_failed',
    detail: [{ loc: ['body', 'webhook_url'], msg, type: 'url' }],
  });

  test('may be one whose host has public addresses only', async () => {
    names.answer('ats.example', ['1.1.1.1', '2606:4700:4700::1111']);
    await expect(save('https://ats.example/hook')).resolves.toBeUndefined();
  });

  test.each([
    ['a private address', ['10.0.0.1']],
    ['a private one among public ones', ['1.1.1.1', '2606:4700:4700::1111', 'fe80::1']],
  ])('may not be one whose host has %s', async (_, addresses) => {
    names.answer('ats.example', addresses);
    await expect(save('https://ats.example/hook')).rejects.toMatchObject(
      refusal("The host ats.example of the webhook URL can't be used: not all of its addresses are public"),
    );
  });

  test('may not be one whose host nobody knows', async () => {
    await expect(save('https://ats.example/hook')).rejects.toMatchObject(
      refusal("The host ats.example of the webhook URL can't be used: its name is not known"),
    );
  });

  test('is a 503 where the name server fails: nothing is wrong with it', async () => {
    names.answer('ats.example', 'SERVFAIL');
    await expect(save('https://ats.example/hook')).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('is told off before anybody is asked, where it can be', async () => {
    await expect(save('http://ats.example/')).rejects.toMatchObject(
      refusal('The webhook URL must begin with https://'),
    );
    await expect(save('https://localhost/')).rejects.toMatchObject({ code: 'validation_failed' });
    expect(names.asked).toEqual([]);
  });
});
