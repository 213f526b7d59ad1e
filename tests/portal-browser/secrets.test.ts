import { describe, expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { verifyWebhook } from '../../functions/shared/core/signature/verify-webhook.ts';
import { browserTest } from '../support/browser.ts';
import { ask, confirmed, dialogOf, settled, usePortal } from '../support/portal-browser.ts';
import { ADA, candidateEvent } from '../support/test-gateway.ts';

/** Everywhere that a page may leave something behind. */
const LEFT_BEHIND = `JSON.stringify([
  document.documentElement.outerHTML, [...document.querySelectorAll('input')].map((input) => input.value),
  { ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state, name,
  navigation.entries().map((entry) => [entry.url, entry.getState()]),
])`;

/** Tells whether it was let happen. */
const GO_BACK = `(({ committed, finished }) => Promise.allSettled([committed, finished]))(navigation.back())
  .then((all) => all.map(({ status }) => status))`;

describe('the API key', () => {
  const portal = usePortal();
  const rotate = (page: Page) => confirmed(page, 'Rotate API Key', 'Rotate API Key');

  async function readSecret(dialog: Locator): Promise<string> {
    return dialog.locator('.secret-row code').innerText();
  }

  browserTest('is rotated: the old one is refused on the very next call, and the new one taken', async () => {
    const page = await portal.signIn();
    const push = (headers: Record<string, string> = {}) =>
      portal.carvos.call('POST', '/v1/candidates', { body: ADA, headers });
    expect((await push()).status).toBe(202);
    await page.getByRole('button', { name: 'Rotate API Key' }).click();
    await page.getByRole('alertdialog').getByText('The previous key stops working at once').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    expect((await push()).status).toBe(202);
    await rotate(page);
    const dialog = dialogOf(page, 'Your new API key');
    const key = await readSecret(dialog);
    expect((await push()).status).toBe(401);
    expect((await push({ 'x-api-key': key })).status).toBe(202);
    await dialog.getByText('This key is shown once and cannot be retrieved later.').waitFor();
  });

  browserTest('is shown once: copied it is on the clipboard, and after closing nowhere at all', async () => {
    const page = await portal.signIn();
    const urls: string[] = [];
    page.on('request', (request) => urls.push(request.url()));
    await rotate(page);
    const dialog = dialogOf(page, 'Your new API key');
    const key = await readSecret(dialog);
    await dialog.getByRole('button', { name: 'Copy API key' }).click();
    await dialog.getByRole('button', { name: 'Copied API key' }).waitFor();
    // Only its own button says that it was stored.
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    expect(await readSecret(dialog)).toBe(key);
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate(LEFT_BEHIND)).not.toContain(key);
    expect(urls.join()).not.toContain(key);
    await page.getByLabel('Name', { exact: true }).press('ControlOrMeta+a');
    await page.getByLabel('Name', { exact: true }).press('ControlOrMeta+v');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe(key);
    await page.reload();
    await settled(page);
    expect(await page.evaluate(LEFT_BEHIND)).not.toContain(key);
  });

  browserTest(
    'is not rotated later where there is no connection: that is said, and nothing waits for one',
    async () => {
      const page = await portal.signIn();
      await page.context().setOffline(true);
      await rotate(page);
      const dialog = page.getByRole('alertdialog');
      await dialog.getByRole('alert').getByText('CarvOS could not be reached.').waitFor();
      portal.expectProblem(/net::ERR_INTERNET_DISCONNECTED/);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.context().setOffline(false);
      await page.getByRole('link', { name: 'Activity' }).click();
      await page.getByRole('heading', { name: 'Activity' }).waitFor();
      await settled(page);
      expect((await portal.carvos.call('POST', '/v1/candidates', { body: ADA })).status).toBe(202);
    },
  );

  browserTest(
    'stays until it is stored: neither Back nor closing the page takes it away unasked',
    async () => {
      const page = await portal.signIn({ path: '/profile' });
      await page.getByRole('link', { name: 'My Configuration' }).click();
      await rotate(page);
      const dialog = dialogOf(page, 'Your new API key');
      const key = await readSecret(dialog);
      expect(await page.evaluate(GO_BACK)).toEqual(['rejected', 'rejected']);
      const asked = page.waitForEvent('dialog');
      await page.close({ runBeforeUnload: true });
      expect((await asked).type()).toBe('beforeunload');
      portal.expectProblem(/^opened a dialog/);
      expect(await readSecret(dialog)).toBe(key);
      await dialog.getByRole('button', { name: 'I have stored it' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await page.evaluate(GO_BACK)).toEqual(['fulfilled', 'fulfilled']);
      await page.getByRole('heading', { name: 'Profile' }).waitFor();
    },
  );

  browserTest('where rotating fails, it is said in the dialog, which stays for another try', async () => {
    const page = await portal.signIn();
    await page.route('**/api-key/rotate', (route) => route.abort(), { times: 1 });
    await page.getByRole('button', { name: 'Rotate API Key' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Rotate API Key' }).click();
    await dialog.getByRole('alert').getByText('CarvOS could not be reached.').waitFor();
    await dialog.getByRole('button', { name: 'Rotate API Key' }).click();
    await dialogOf(page, 'Your new API key').waitFor();
    portal.expectProblem(/net::ERR_FAILED/);
  });
});

describe('the webhook secrets', () => {
  const portal = usePortal();

  browserTest('are revealed after a confirmation, both of them, and Activity says so', async () => {
    const page = await portal.signIn();
    const { incoming_secret, outgoing_secret } = portal.carvos.gateway.demo;
    expect(await page.evaluate(LEFT_BEHIND)).not.toContain('whsec_');
    await confirmed(page, 'Reveal Webhook Secrets', 'Reveal');
    const dialog = dialogOf(page, 'Webhook secrets');
    await dialog.waitFor();
    expect(await dialog.locator('.secret-row code').allInnerTexts()).toEqual([
      incoming_secret,
      outgoing_secret,
    ]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate(LEFT_BEHIND)).not.toContain('whsec_');
    await page.getByRole('link', { name: 'Activity' }).click();
    const row = page.getByRole('row', { name: /Revealed the webhook secrets/ });
    await row.waitFor();
    expect(await row.innerText()).toContain('admin@demo.example');
    expect(await page.content()).not.toContain('whsec_');
  });

  async function rotate(page: Page, kind: 'Incoming' | 'Outgoing', overlap?: string): Promise<string> {
    const label = `Rotate ${kind} Secret`;
    await ask(page, label);
    const asking = page.getByRole('alertdialog');
    await asking.getByText('It takes effect at once').waitFor();
    if (overlap) await asking.getByLabel('The previous secret keeps working').selectOption(overlap);
    await asking.getByRole('button', { name: label, exact: true }).click();
    const dialog = dialogOf(page, `Your new ${kind.toLowerCase()} secret`);
    const secret = await dialog.locator('.secret-row code').innerText();
    await dialog
      .getByText(overlap ? 'The previous secret keeps working until' : 'The previous secret has stopped')
      .waitFor();
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    await dialog.waitFor({ state: 'detached' });
    return secret;
  }

  const status = async (id: string) =>
    (await portal.carvos.webhook(candidateEvent('candidate.created', id))).status;

  browserTest('the incoming one is rotated alone: the previous one counts no more', async () => {
    const page = await portal.signIn();
    const secret = await rotate(page, 'Incoming');
    expect(await status('e1')).toBe(401);
    const { demo } = portal.carvos.gateway;
    expect([secret === demo.incoming_secret, secret === demo.outgoing_secret]).toEqual([false, false]);
    demo.incoming_secret = secret;
    expect(await status('e2')).toBe(202);
    expect(await page.getByText('The previous secret still works').count()).toBe(0);
  });

  browserTest('the incoming one with an overlap counts besides, until that is ended by hand', async () => {
    const page = await portal.signIn();
    await rotate(page, 'Incoming', '1 hour');
    const panel = page.locator('.panel', { hasText: 'Rotate Incoming Secret' });
    await panel.getByText('The previous secret still works').waitFor();
    expect(await panel.locator('time').getAttribute('datetime')).toMatch(/^2026-02-25T11:30:0\d/);
    expect(await status('e1')).toBe(202);
    await confirmed(page, 'End overlap now', 'End overlap now');
    await page.getByText('The overlap has ended').first().waitFor();
    await panel.getByText('The previous secret still works').waitFor({ state: 'detached' });
    expect(await status('e2')).toBe(401);
  });

  /** Which of these secrets what was sent last is signed with. */
  async function signers(...secrets: string[]): Promise<boolean[]> {
    const { carvos } = portal;
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    const { headers, body = Buffer.alloc(0) } = carvos.receiver.received.at(-1) ?? {};
    const header = String(headers?.['x-webhook-signature']);
    const nowSeconds = Math.floor(carvos.clock.now() / 1000);
    return secrets.map(
      (secret) => verifyWebhook({ header, secrets: [secret], body, nowSeconds }) === 'valid',
    );
  }

  browserTest(
    'the outgoing one signs alone from then on, or with the previous one in an overlap',
    async () => {
      const page = await portal.signIn();
      const first = portal.carvos.gateway.demo.outgoing_secret;
      const second = await rotate(page, 'Outgoing');
      expect(await signers(first, second)).toEqual([false, true]);
      const third = await rotate(page, 'Outgoing', '24 hours');
      expect(await signers(second, third)).toEqual([true, true]);
      await confirmed(page, 'End overlap now', 'End overlap now');
      await page.getByText('The overlap has ended').first().waitFor();
      expect(await signers(second, third)).toEqual([false, true]);
    },
  );
});
