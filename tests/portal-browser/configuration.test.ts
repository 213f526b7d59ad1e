import { describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import { browserTest } from '../support/browser.ts';
import { fact, settled, usePortal } from '../support/portal-browser.ts';
import { PortalClient } from '../support/portal-client.ts';

/** Whether the page ever said that there is one, be it for a moment. */
const NOTE_CONFLICTS = `globalThis.hadConflict = false;
  new MutationObserver(() => {
    if (document.querySelector('table.compare')) hadConflict = true;
  }).observe(document.body, { childList: true, subtree: true });`;

describe('My Configuration', () => {
  const portal = usePortal();
  const name = (page: Page) => page.getByLabel('Name', { exact: true });
  const url = (page: Page) => page.getByLabel('Webhook URL', { exact: true });
  const save = (page: Page) => page.getByRole('button', { name: 'Save Changes' });
  const stored = () => getAts(portal.carvos.gateway.runtime, 'demo');

  /** What somebody else saves, by a session of their own. */
  async function editElsewhere(change: object): Promise<void> {
    const { cookie } = await PortalClient.signIn(portal.carvos, portal.administrator);
    const other = new PortalClient(portal.carvos.gateway, cookie);
    const { version } = (await other.get('/ats/demo')).json;
    expect((await other.call('PATCH', '/ats/demo', { body: { version, ...change } })).status).toBe(200);
  }

  browserTest('shows how the ATS is configured, and who changes what', async () => {
    const page = await portal.signIn();
    const { webhookUrl } = await stored();
    const shown = async (label: string) => (await fact(page, label).innerText()).split('\n')[0];
    expect(await shown('Status')).toBe('Enabled');
    expect(await shown('Current Name')).toBe('Demo ATS');
    expect(await shown('Current Webhook URL')).toBe(webhookUrl);
    expect(await fact(page, 'ATS ID').locator('code').innerText()).toBe('demo');
    expect(await fact(page, 'Created').locator('time').getAttribute('datetime')).toMatch(/^2026-02-25T/);
    expect(await fact(page, 'Last Updated').locator('time').count()).toBe(1);
    await page
      .getByText('System fields (ATS ID, Status, Workspace Policy) are changed by Carv support.')
      .waitFor();
  });

  browserTest('name and URL are edited, and shown as they are then, also after a reload', async () => {
    const page = await portal.signIn();
    expect(await save(page).isDisabled()).toBe(true);
    await name(page).fill('Renamed ATS');
    await url(page).fill('https://ats.example/hooks?a=1&b=2');
    await save(page).click();
    await page.getByText('Configuration saved').first().waitFor();
    for (const again of [false, true]) {
      if (again) await page.reload();
      await settled(page);
      expect(await fact(page, 'Current Name').innerText()).toBe('Renamed ATS');
      expect(await fact(page, 'Current Webhook URL').innerText()).toBe('https://ats.example/hooks?a=1&b=2');
    }
    expect(await stored()).toMatchObject({ name: 'Renamed ATS' });
  });

  browserTest('a URL that is emptied is none, and the page says what that means', async () => {
    const page = await portal.signIn();
    await url(page).fill('');
    await save(page).click();
    await page.getByText('none: webhooks cannot be delivered').waitFor();
    expect((await stored()).webhookUrl).toBeNull();
  });

  browserTest('what is wrong is said at its field, and nothing typed is lost', async () => {
    const page = await portal.signIn();
    await name(page).fill('');
    await save(page).click();
    await page.getByText('A name has 1 to 200 characters').waitFor();
    expect(await name(page).getAttribute('aria-invalid')).toBe('true');
    await name(page).fill('Fine');
    await url(page).fill('ftp://ats.example/');
    await save(page).click();
    await page.getByText('The webhook URL must begin with https:// or http://').waitFor();
    expect(await url(page).getAttribute('aria-invalid')).toBe('true');
    const described = (await url(page).getAttribute('aria-describedby')) ?? '';
    const texts = await Promise.all(
      described.split(' ').map((id) => page.locator(`[id="${id}"]`).innerText()),
    );
    expect(texts.join(' ')).toContain('must begin with');
    expect([await name(page).inputValue(), await url(page).inputValue()]).toEqual([
      'Fine',
      'ftp://ats.example/',
    ]);
    expect((await stored()).name).toBe('Demo ATS');
  });

  browserTest('a stale edit shows both values, and may be saved anyway', async () => {
    const page = await portal.signIn();
    await name(page).fill('Mine');
    await editElsewhere({ name: 'Theirs', webhook_url: 'https://theirs.example/' });
    await save(page).click();
    const row = page.getByRole('row', { name: /^Name/ });
    await row.waitFor();
    expect(await row.locator('td').allInnerTexts()).toEqual(['Theirs', 'Mine']);
    expect(await name(page).inputValue()).toBe('Mine');
    await page.getByRole('button', { name: 'Save mine anyway' }).click();
    await page.getByText('Configuration saved').first().waitFor();
    // What was not typed in stays as the other has made it.
    expect(await stored()).toMatchObject({ name: 'Mine', webhookUrl: 'https://theirs.example/' });
    await page.locator('table.compare').waitFor({ state: 'detached' });
  });

  browserTest('where saving it anyway fails, that is said, and it may be tried again', async () => {
    const page = await portal.signIn();
    await name(page).fill('Mine');
    await editElsewhere({ name: 'Theirs' });
    await save(page).click();
    await page.getByRole('row', { name: /^Name/ }).waitFor();
    await page.route('**/api/ats/demo', (route) => route.abort(), { times: 1 });
    await page.getByRole('button', { name: 'Save mine anyway' }).click();
    await page.getByRole('alert').getByText('CarvOS could not be reached.').waitFor();
    portal.expectProblem(/net::ERR_FAILED/);
    await page.getByRole('button', { name: 'Save mine anyway' }).click();
    await page.getByText('Configuration saved').first().waitFor();
    expect((await stored()).name).toBe('Mine');
  });

  browserTest('what is typed while it is being saved is kept, and is no conflict', async () => {
    const page = await portal.signIn();
    await page.evaluate(NOTE_CONFLICTS);
    const answered = Promise.withResolvers<void>();
    await page.route(
      '**/api/ats/demo',
      async (route) => {
        await answered.promise;
        await route.continue();
      },
      { times: 1 },
    );
    await name(page).fill('First');
    await save(page).click();
    await name(page).fill('First, and more');
    answered.resolve();
    await page.getByText('Configuration saved').first().waitFor();
    expect(await name(page).inputValue()).toBe('First, and more');
    expect((await stored()).name).toBe('First');
    await save(page).click();
    await fact(page, 'Current Name').getByText('First, and more').waitFor();
    expect((await stored()).name).toBe('First, and more');
    // The button that was used can do no more: the heading has the focus.
    await page.locator('h2:focus', { hasText: 'Edit Configuration' }).waitFor();
    expect(await page.evaluate('hadConflict')).toBe(false);
  });

  browserTest('a stale edit may be discarded: what the other saved is there', async () => {
    const page = await portal.signIn();
    await url(page).fill('https://mine.example/');
    await editElsewhere({ webhook_url: 'https://theirs.example/' });
    await save(page).click();
    await page.getByRole('button', { name: 'Discard mine' }).click();
    await page.locator('table.compare').waitFor({ state: 'detached' });
    expect(await url(page).inputValue()).toBe('https://theirs.example/');
    expect((await stored()).webhookUrl).toBe('https://theirs.example/');
  });

  browserTest('the theme that was chosen stays, and is all that the browser keeps', async () => {
    const page = await portal.signIn({ colorScheme: 'light' });
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.getByLabel('Theme').selectOption('dark');
    await page.locator('html[data-theme=dark]').waitFor();
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    await settled(page);
    expect(await background()).toBe(dark);
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).toBe(
      '[{"carvos-theme":"dark"},{}]',
    );
    await page.getByLabel('Theme').selectOption('system');
    await page.locator('html[data-theme=system]').waitFor();
    expect(await background()).toBe(light);
  });

  browserTest('times are of the reader’s zone, with the exact one in UTC on hover', async () => {
    const page = await portal.signIn({ timezoneId: 'Asia/Kolkata' });
    const time = fact(page, 'Created').locator('time');
    expect(await time.innerText()).toBe('25 Feb 2026, 16:00:00');
    await time.hover();
    await page.getByRole('tooltip').waitFor();
    expect(await page.getByRole('tooltip').innerText()).toBe('2026-02-25T10:30:00.000Z');
  });
});
