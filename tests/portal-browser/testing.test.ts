import { afterAll, afterEach, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createGotHttpSender } from '../../functions/shared/adapters/net/got-http-sender.ts';
import { OUTGOING_EVENTS } from '../../functions/shared/core/outgoing-events.ts';
import { setWebhookUrl, updateAts } from '../../functions/shared/flows/update-ats.ts';
import { makeCertificates, Servers } from '../../functions/shared/ports/http-sender-servers.contract.ts';
import { browserTest } from '../support/browser.ts';
import { confirmed, fact, settled, usePortal } from '../support/portal-browser.ts';

const choose = (page: Page, event: string) => page.getByLabel('Event type').selectOption(event);
const send = (page: Page) => confirmed(page, 'Send test', 'Send');
const result = (page: Page) => page.getByRole('region', { name: 'Result' });

/** Asks for a preview by the button, and resolves to the JSON that it is to be sent as. */
async function preview(page: Page): Promise<string> {
  const answered = page.waitForResponse('**/sandbox/previews');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  const { body } = (await (await answered).json()) as { body: string };
  await page.getByRole('region', { name: 'Preview' }).waitFor();
  return body;
}

describe('Webhook Testing', () => {
  const portal = usePortal();

  browserTest('lists each of the 14 event types with a line on when it is sent', async () => {
    const page = await portal.signIn({ path: '/testing' });
    const select = page.getByLabel('Event type');
    const types = await select.locator('option').allInnerTexts();
    expect(types).toEqual(OUTGOING_EVENTS.map(({ event }) => event));
    expect(types).toHaveLength(14);
    const hints = new Set<string>();
    for (const { event, about } of OUTGOING_EVENTS) {
      await choose(page, event);
      await page.getByText(about, { exact: true }).waitFor();
      hints.add(about);
    }
    expect(hints.size).toBe(14);
    await page.getByText('The data is synthetic').waitFor();
  });

  browserTest(
    'what was previewed is what is sent, byte for byte, and the result says what came of it',
    async () => {
      const { receiver } = portal.carvos;
      const page = await portal.signIn({ path: '/testing' });
      await choose(page, 'application.created');
      const body = await preview(page);
      const shown = await page.getByRole('region', { name: 'Preview' }).locator('pre').innerText();
      expect(JSON.parse(shown)).toEqual(JSON.parse(body));
      expect(receiver.received).toEqual([]);
      await send(page);
      await result(page).waitFor();
      expect(receiver.received.map((webhook) => webhook.body.toString())).toEqual([body]);
      expect(receiver.received[0]).toMatchObject({ verified: true, headers: { 'x-carvos-test': 'true' } });
      expect(await fact(result(page), 'Outcome').innerText()).toBe('Success');
      expect(await fact(result(page), 'Status code').innerText()).toBe('200');
      expect(await fact(result(page), 'Response time').innerText()).toMatch(/^\d+ ms$/);
      await result(page).getByText('noted', { exact: true }).waitFor();
    },
  );

  browserTest('is sent without a preview as well, and leads to its delivery and its timeline', async () => {
    const page = await portal.signIn({ path: '/testing' });
    await choose(page, 'meeting.notes_ready');
    await send(page);
    await result(page).waitFor();
    expect(portal.carvos.receiver.received.map(({ json }) => json.event)).toEqual(['meeting.notes_ready']);
    await result(page).getByRole('link', { name: 'See it in Webhook Deliveries' }).click();
    const row = page.getByRole('row', { name: /meeting\.notes_ready/ });
    await row.getByText('Test', { exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Webhook Testing' }).waitFor();
  });

  browserTest('cancelled, sends nothing', async () => {
    const page = await portal.signIn({ path: '/testing' });
    await page.getByRole('button', { name: 'Send test' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(portal.carvos.receiver.received).toEqual([]);
  });

  browserTest(
    'a refusal is explained: 401 with a hint at secret and raw bytes, and each is a failure',
    async () => {
      const page = await portal.signIn({ path: '/testing' });
      portal.carvos.receiver.script(401, 302, 500);
      for (const words of [
        'check that it verifies with the outgoing secret, over the raw bytes',
        'a redirect, which is not followed',
        'The endpoint answered 500',
      ]) {
        await send(page);
        await result(page).getByText(words).waitFor();
        expect(await fact(result(page), 'Outcome').innerText()).toBe('Failure');
      }
      expect(portal.carvos.receiver.received).toHaveLength(3);
    },
  );

  browserTest('a test that reaches nobody says why', async () => {
    const { runtime } = portal.carvos.gateway;
    const servers = new Servers();
    const page = await portal.signIn({ path: '/testing' });
    await setWebhookUrl(runtime, 'demo', await servers.closedPort());
    await send(page);
    await result(page)
      .getByText(/refused/)
      .waitFor();
    expect(await fact(result(page), 'Outcome').innerText()).toBe('Error');
    expect(await fact(result(page), 'Status code').innerText()).toBe('no answer');
  });

  browserTest('without a webhook URL says so before and after, and where to set one', async () => {
    await updateAts(portal.carvos.gateway.runtime, 'demo', { webhookUrl: null });
    const page = await portal.signIn({ path: '/testing' });
    await page.getByText('No webhook URL is configured', { exact: true }).waitFor();
    await send(page);
    await result(page)
      .getByText(/No webhook URL is configured: set one first/)
      .waitFor();
    await page.getByRole('link', { name: 'Set the webhook URL in My Configuration' }).click();
    await page.getByRole('heading', { name: 'My Configuration' }).waitFor();
  });
});

const [trusted, unknown] = makeCertificates('IP:127.0.0.1', 'IP:127.0.0.1') ?? [];

describe('Webhook Testing over HTTPS', () => {
  const portal = usePortal(() => ({
    overrides: trusted ? { sender: createGotHttpSender({ ca: [trusted.cert] }) } : {},
  }));
  const servers = new Servers();
  afterEach(() => servers.closeAll());
  afterAll(() => servers.closeAll());

  browserTest('a real HTTPS receiver gets the previewed bytes', async () => {
    if (trusted === undefined) return;
    const bodies: string[] = [];
    const url = await servers.https(trusted, (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        bodies.push(body);
        response.end('over TLS');
      });
    });
    await setWebhookUrl(portal.carvos.gateway.runtime, 'demo', `${url}/hook`);
    const page = await portal.signIn({ path: '/testing' });
    await settled(page);
    const body = await preview(page);
    await send(page);
    await result(page).getByText('over TLS', { exact: true }).waitFor();
    expect(bodies).toEqual([body]);
  });

  browserTest('a certificate that nobody trusts is told as that, and nothing is sent', async () => {
    if (unknown === undefined) return;
    let requests = 0;
    const url = await servers.https(unknown, (_request, response) => {
      requests += 1;
      response.end();
    });
    await setWebhookUrl(portal.carvos.gateway.runtime, 'demo', url);
    const page = await portal.signIn({ path: '/testing' });
    await send(page);
    await result(page)
      .getByText(/TLS|certificate/)
      .first()
      .waitFor();
    expect(requests).toBe(0);
  });
});
