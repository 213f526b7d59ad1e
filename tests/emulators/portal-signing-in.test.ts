import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Demo } from '../../scripts/local/demo-file.ts';
import { browserTest, startBrowser } from '../support/browser.ts';
import { readDemo } from '../support/demo-server.ts';
import { dataDir } from './support/open-ats.ts';

const MINUTE_MS = 60_000;

describe('signing in to the portal, through Hosting and with the Auth emulator', () => {
  let browser: Browser;
  let demo: Demo;
  beforeAll(async () => {
    demo = readDemo(dataDir());
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  async function submit(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  browserTest(
    'a wrong password is told so, the right one shows the configuration, and signing out ends the session for a copy of its cookie too',
    async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(demo.portal.url);
      await submit(page, { ...demo.portal, password: 'wrong' });
      await page.getByText('The e-mail address or the password is wrong').waitFor();
      await submit(page, demo.portal);
      await page.getByRole('heading', { level: 1, name: 'My Configuration' }).waitFor();

      const [cookie] = await context.cookies(`${demo.base_url}/portal/api/session`);
      expect(cookie).toMatchObject({ name: '__session', httpOnly: true, secure: true, sameSite: 'Strict' });
      const session = () =>
        fetch(`${demo.base_url}/portal/api/session`, { headers: { cookie: `__session=${cookie?.value}` } });
      expect(await (await session()).json()).toMatchObject({ email: demo.portal.email, ats_id: 'demo' });

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
      expect((await session()).status).toBe(401);
      await context.close();
    },
    3 * MINUTE_MS,
  );

  browserTest(
    'Carv staff see every ATS, and no other site can have them do anything',
    async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(demo.portal.url);
      await submit(page, demo.staff);
      await page.getByRole('heading', { level: 1, name: 'ATSs' }).waitFor();
      await page.getByText('Demo ATS', { exact: true }).first().waitFor();
      const [cookie] = await context.cookies(`${demo.base_url}/portal/api/session`);
      const foreign = await fetch(`${demo.base_url}/portal/api/ats/demo`, {
        method: 'PATCH',
        headers: {
          cookie: `__session=${cookie?.value}`,
          'content-type': 'application/json',
          origin: 'https://evil.example',
        },
        body: '{"version": "1", "enabled": false}',
      });
      expect(foreign.status).toBe(403);
      await context.close();
    },
    3 * MINUTE_MS,
  );
});
