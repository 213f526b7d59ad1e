import { describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserTest } from '../support/browser.ts';
import { type Account, settled, usePortal } from '../support/portal-browser.ts';
import { addOtherAts, PortalClient } from '../support/portal-client.ts';
import { ADA } from '../support/test-gateway.ts';

describe("an administrator who opens another ATS's addresses", () => {
  const portal = usePortal();

  interface Owned {
    thief: Account;
    reference: string;
    entry: string;
  }

  async function prepare(): Promise<Owned> {
    const { gateway } = portal.carvos;
    const { json } = await portal.carvos.call('POST', '/v1/candidates', { body: ADA });
    await portal.carvos.work();
    const owner = await PortalClient.signIn(portal.carvos, gateway.demo.portal);
    const [entry] = (await owner.get('/ats/demo/deliveries')).json.data;
    const { account } = await addOtherAts(gateway);
    return { thief: account, reference: json.reference_id, entry: entry.entry_id };
  }

  /** A page of theirs, and everything that the server has told it. */
  async function spy(account: Account): Promise<{ page: Page; told: () => string }> {
    const page = await portal.signIn({ account });
    const told: string[] = [];
    page.on('response', async (response) => {
      if (response.url().includes('/portal/api/')) told.push(await response.text().catch(() => ''));
    });
    return { page, told: () => told.join('\n') };
  }

  const DATA = /lovelace|ada@example|\bc-1\b|demo ats|recruiter/i;

  browserTest('finds nothing, and learns nothing', async () => {
    const { thief, reference, entry } = await prepare();
    const { page, told } = await spy(thief);
    const shows = async (path: string, words: string | RegExp) => {
      await page.goto(portal.urlOf(path));
      await page.getByText(words).first().waitFor();
      await settled(page);
      expect([path, DATA.exec(await page.locator('body').innerText())]).toEqual([path, null]);
    };
    for (const path of ['', '/deliveries', '/activity', `/events/${reference}`]) {
      await shows(`/ats/demo${path}`, 'Page not found');
    }
    await shows('/ats', 'Page not found');
    await shows('/onboard', 'Page not found');
    await shows(`/events/${reference}`, 'Nothing is known of this reference id');
    await shows(`/deliveries?entry=${entry}`, 'Could not load the delivery');
    await shows(`/deliveries?reference_id=${reference}`, 'Nothing matches');
    expect(DATA.exec(told())).toBeNull();
  });

  browserTest('is told of a delivery of another ATS as of one that never was', async () => {
    const { thief, entry } = await prepare();
    const { page } = await spy(thief);
    const texts: string[] = [];
    for (const id of [entry, '0'.repeat(entry.length)]) {
      await page.goto(portal.urlOf(`/deliveries?entry=${id}`));
      const dialog = page.getByRole('dialog', { name: 'Delivery' });
      await dialog.getByRole('alert').waitFor();
      texts.push((await dialog.innerText()).replaceAll(id, 'ID'));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  browserTest('who takes over the window of another sees nothing of theirs', async () => {
    const { thief } = await prepare();
    const page = await portal.signIn({ path: '/deliveries' });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail', { exact: true }).fill(thief.email);
    await page.getByLabel('Password', { exact: true }).fill(thief.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Other ATS').first().waitFor();
    await page.getByRole('link', { name: 'Webhook Deliveries' }).click();
    await page.getByText('No deliveries yet').waitFor();
    expect(await page.content()).not.toMatch(/Demo ATS|admin@demo/);
  });
});
