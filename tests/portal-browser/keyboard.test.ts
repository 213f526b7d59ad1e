import { describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserTest } from '../support/browser.ts';
import { dialogOf, settled, usePortal } from '../support/portal-browser.ts';
import { ADA } from '../support/test-gateway.ts';

describe('by keyboard alone', () => {
  const portal = usePortal();

  const focused = (page: Page) =>
    page.evaluate<string>(
      '(document.activeElement?.innerText || document.activeElement?.name || document.activeElement?.tagName).trim()',
    );

  /** Presses Tab until what has this text has the focus. */
  async function tabTo(page: Page, text: RegExp): Promise<void> {
    for (let count = 0; count < 80; count += 1) {
      await page.keyboard.press('Tab');
      if (text.test(await focused(page))) return;
    }
    throw new Error(`Tab does not lead to ${text}`);
  }

  browserTest('somebody signs in, and rotates the key', async () => {
    portal.carvos.clock.advance(1000);
    const page = await portal.open('/');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await tabTo(page, /^email$/);
    await page.keyboard.type(portal.administrator.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(portal.administrator.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'My Configuration' }).waitFor();
    await settled(page);
    await tabTo(page, /^Rotate API Key$/);
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Rotate API Key');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await tabTo(page, /^Rotate API Key$/);
    await page.keyboard.press('Enter');
    await dialogOf(page, 'Your new API key').waitFor();
    await tabTo(page, /^I have stored it$/);
    await page.keyboard.press('Enter');
    await dialogOf(page, 'Your new API key').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Rotate API Key');
  });

  browserTest('a delivery is opened and closed, and the focus is back where it was', async () => {
    await portal.carvos.call('POST', '/v1/candidates', { body: ADA });
    await portal.carvos.work();
    const page = await portal.signIn({ path: '/deliveries' });
    await tabTo(page, /^View/);
    const before = await focused(page);
    await page.keyboard.press('Enter');
    const dialog = dialogOf(page, 'Delivery');
    await dialog.locator('dl.facts').waitFor();
    // The focus stays within, however often Tab is pressed.
    for (let count = 0; count < 20; count += 1) {
      await page.keyboard.press('Tab');
      // Where the dialog ends there is a guard, which passes the focus on.
      await page.locator('[data-base-ui-focus-guard]:focus').waitFor({ state: 'detached' });
      expect(await page.evaluate("document.activeElement.closest('[role=dialog]') !== null")).toBe(true);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe(before);
  });

  browserTest(
    'the content is reached past the navigation, and a page that was chosen is where reading goes on',
    async () => {
      const page = await portal.signIn();
      await page.reload();
      await settled(page);
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Skip to content');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
      await page.getByRole('link', { name: 'Profile' }).press('Enter');
      await page.getByRole('heading', { name: 'Profile' }).waitFor();
      expect(await focused(page)).toBe('Profile');
    },
  );
});
