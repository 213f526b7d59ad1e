import { describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import { browserTest } from '../support/browser.ts';
import {
  confirmed,
  counted,
  dialogOf,
  fact,
  settled,
  submitSignIn,
  usePortal,
} from '../support/portal-browser.ts';
import { addOtherAts, PortalClient } from '../support/portal-client.ts';
import { ADA } from '../support/test-gateway.ts';

const PASSWORD = 'a password of my own';
const NEW = { id: 'acme-ats', name: 'Acme', email: 'boss@acme.example' };

describe('Carv staff', () => {
  const portal = usePortal();
  const signIn = (path = '/') => portal.signIn({ account: portal.staff, path });
  const pathOf = (page: Page) => page.url().slice(portal.urlOf('').length);

  async function fillIn(page: Page, { id, name, email }: typeof NEW): Promise<void> {
    await page.getByLabel('ATS ID').fill(id);
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel("Administrator's e-mail").fill(email);
  }

  /** Opens the link as whoever got it does, and sets a password; they are signed in then. */
  async function accept(link: string, email: string): Promise<Page> {
    const page = await portal.open(link.slice(portal.urlOf('').length));
    portal.carvos.clock.advance(1000);
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password, again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText(`You can now sign in as ${email}.`).waitFor();
    portal.carvos.clock.advance(1000);
    await page.getByRole('link', { name: 'Go to sign in' }).click();
    await submitSignIn(page, { email, password: PASSWORD });
    await page.getByRole('heading', { name: 'My Configuration' }).waitFor();
    await settled(page);
    return page;
  }

  browserTest('see every ATS, and find one by a part of its id or name, in the address', async () => {
    for (const id of ['alpha', 'gamma']) await addOtherAts(portal.carvos.gateway, id);
    const page = await signIn();
    expect(pathOf(page)).toBe('/ats');
    const ids = page.locator('tbody td:first-child a');
    expect(await ids.allInnerTexts()).toEqual(['alpha', 'demo', 'gamma']);
    await page.getByLabel('Search').fill('OTHER');
    await page.waitForURL((url) => url.searchParams.get('q') === 'OTHER');
    await counted(ids, 2);
    expect(await ids.allInnerTexts()).toEqual(['alpha', 'gamma']);
    await page.reload();
    await counted(ids, 2);
    await page.getByLabel('Search').fill('nobody');
    await page.getByText('No ATS matches').waitFor();
    await page.getByLabel('Search').fill('dem');
    await page.getByRole('link', { name: 'demo' }).click();
    await page.getByText('Demo ATS (demo)').waitFor();
    expect(pathOf(page)).toBe('/ats/demo');
  });

  browserTest('find one by more than one word, however slowly it is typed', async () => {
    await createAts(portal.carvos.gateway.runtime, { atsId: 'two', name: 'Two words', webhookUrl: null });
    const page = await signIn();
    await page.getByLabel('Search').pressSequentially('Two ');
    await page.waitForURL((url) => url.searchParams.get('q') === 'Two');
    await page.getByLabel('Search').pressSequentially('words');
    await page.waitForURL((url) => url.searchParams.get('q') === 'Two words');
    await page.getByRole('row', { name: /two/ }).waitFor();
  });

  browserTest('change an ATS whatever its id is', async () => {
    await createAts(portal.carvos.gateway.runtime, { atsId: 'new', name: 'Newcomer', webhookUrl: null });
    const page = await signIn('/ats/new');
    await page.locator('.staff-banner', { hasText: 'Newcomer' }).waitFor();
    await page.getByRole('button', { name: 'Disable' }).waitFor();
  });

  browserTest('are shown from the beginning what a link has of another list', async () => {
    const page = await signIn('/activity?cursor=of-another-list');
    await page.getByRole('alert').getByText('Could not load').waitFor();
    await page.getByRole('button', { name: 'Show it from the beginning' }).click();
    await page.locator('tbody tr').first().waitFor();
    expect(pathOf(page)).toBe('/activity');
  });

  browserTest('page through many ATSs', async () => {
    const { runtime } = portal.carvos.gateway;
    for (let count = 10; count < 37; count += 1) {
      await createAts(runtime, { atsId: `ats-${count}`, name: `ATS ${count}`, webhookUrl: null });
    }
    const page = await signIn('/ats');
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(25);
    await page.getByRole('button', { name: 'Next' }).click();
    await counted(rows, 3);
    await page.getByRole('button', { name: 'First' }).click();
    await counted(rows, 25);
  });

  browserTest('are told of an id that cannot be while they type it, and of what is missing', async () => {
    const page = await signIn('/onboard');
    await page.getByLabel('ATS ID').fill('Acme');
    await page.getByText('Only a-z, 0-9 and - may be used.').waitFor();
    await page.getByLabel('ATS ID').fill('a');
    await page.getByText('At least 3 characters: 2 more.').waitFor();
    await page.getByRole('button', { name: 'Onboard', exact: true }).click();
    await counted(page.getByText('Fill this in.'), 2);
    await fillIn(page, { ...NEW, id: 'demo' });
    await page.getByRole('button', { name: 'Onboard', exact: true }).click();
    await page.getByRole('alert').getByText(/demo/).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Acme');
  });

  browserTest('onboard an ATS: all is shown once, and its administrator gets in by the link', async () => {
    const page = await signIn('/ats');
    await page.getByRole('link', { name: 'Onboard an ATS' }).click();
    await fillIn(page, NEW);
    await page.getByLabel('Workspace policy').selectOption('strict');
    await page.getByRole('button', { name: 'Onboard', exact: true }).click();
    const dialog = dialogOf(page, 'acme-ats is onboarded');
    await dialog.waitFor();
    const [key = '', incoming, outgoing, link = ''] = await dialog
      .locator('.secret-row code')
      .allInnerTexts();
    expect([key, incoming, outgoing].map((text) => text?.split('_')[0])).toEqual(['carv', 'whsec', 'whsec']);
    await dialog.getByRole('button', { name: 'Copy all values' }).click();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByText('Acme (acme-ats)').waitFor();
    await settled(page);
    const left = await page.evaluate<string>(
      'document.documentElement.outerHTML + JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])',
    );
    for (const secret of [key, link]) expect(left).not.toContain(secret);
    const headers = { 'x-api-key': key };
    expect((await portal.carvos.call('POST', '/v1/candidates', { body: ADA, headers })).status).toBe(202);
    const boss = await accept(link, NEW.email);
    expect(await fact(boss, 'Current Name').innerText()).toBe('Acme');
    expect(await fact(boss, 'Workspace Policy').innerText()).toBe('strict');
    await boss.getByLabel('Name', { exact: true }).fill('Acme of the boss');
    await boss.getByRole('button', { name: 'Save Changes' }).click();
    await boss.getByText('Configuration saved').first().waitFor();
    expect((await getAts(portal.carvos.gateway.runtime, 'acme-ats')).name).toBe('Acme of the boss');
  });

  browserTest('stay on the page until it has what is shown once', async () => {
    const page = await signIn('/onboard');
    const answered = Promise.withResolvers<void>();
    await page.route('**/portal/api/ats', async (route) => {
      await answered.promise;
      await route.continue();
    });
    await fillIn(page, NEW);
    await page.getByRole('button', { name: 'Onboard', exact: true }).click();
    const waiting = dialogOf(page, 'Onboarding');
    await waiting.getByText('Acme is being onboarded.').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('link', { name: 'Activity' }).count()).toBe(0);
    answered.resolve();
    await dialogOf(page, 'acme-ats is onboarded').waitFor();
    await waiting.waitFor({ state: 'detached' });
  });

  browserTest('invite an administrator once more; the new link works', async () => {
    const page = await signIn('/ats/demo');
    await page.getByLabel("Administrator's e-mail").fill('second@demo.example');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = dialogOf(page, 'Invitation link');
    await dialog.getByText('second@demo.example').waitFor();
    const link = await dialog.locator('.secret-row code').innerText();
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(link);
    const second = await accept(link, 'second@demo.example');
    expect(await fact(second, 'ATS ID').locator('code').innerText()).toBe('demo');
    await page.getByLabel("Administrator's e-mail").fill(portal.staff.email);
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByText(/has an account for something else/).waitFor();
  });

  browserTest('disable an ATS, which counts for its very next call, and enable it again', async () => {
    const push = async () => (await portal.carvos.call('POST', '/v1/candidates', { body: ADA })).status;
    const page = await signIn('/ats/demo');
    await confirmed(page, 'Disable', 'Disable');
    await page.getByText('Disabled: its calls are refused.').waitFor();
    expect(await push()).toBe(403);
    await confirmed(page, 'Enable', 'Enable');
    await page.getByText('Enabled: it may push data, and is sent webhooks.').waitFor();
    expect(await push()).toBe(202);
    await confirmed(page, 'Change to strict', 'Change to strict');
    await page.getByRole('button', { name: 'Change to auto' }).waitFor();
    expect((await getAts(portal.carvos.gateway.runtime, 'demo')).policy).toBe('strict');
  });

  browserTest(
    'are asked one thing until they answer: an open question does not turn into its opposite',
    async () => {
      const page = await signIn('/ats/demo');
      await page.getByRole('button', { name: 'Change to strict' }).click();
      const dialog = dialogOf(page, 'Change the policy to strict?');
      await dialog.waitFor();
      const other = await PortalClient.signIn(portal.carvos, portal.staff);
      const { version } = (await other.get('/ats/demo')).json;
      await other.call('PATCH', '/ats/demo', { body: { version, policy: 'strict' } });
      // The page looks again as somebody comes back to it.
      await page.clock.fastForward(60_000);
      await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
      await page.locator('main').getByText('Change to auto').waitFor();
      await dialog.getByRole('button', { name: 'Change to strict' }).click();
      await page.getByRole('row', { name: 'Workspace policy strict strict' }).waitFor();
      expect((await getAts(portal.carvos.gateway.runtime, 'demo')).policy).toBe('strict');
    },
  );

  browserTest('who are overtaken see both values, and choose', async () => {
    const page = await signIn('/ats/demo');
    const other = await PortalClient.signIn(portal.carvos, portal.staff);
    const { version } = (await other.get('/ats/demo')).json;
    await other.call('PATCH', '/ats/demo', { body: { version, policy: 'strict' } });
    await confirmed(page, 'Disable', 'Disable');
    const row = page.getByRole('row', { name: /^Status/ });
    await row.waitFor();
    expect(await row.locator('td').allInnerTexts()).toEqual(['Enabled', 'Disabled']);
    await page.getByRole('button', { name: 'Save mine anyway' }).click();
    await page.getByText('Disabled: its calls are refused.').waitFor();
    expect(await getAts(portal.carvos.gateway.runtime, 'demo')).toMatchObject({
      enabled: false,
      policy: 'strict',
    });
  });

  browserTest(
    'see deliveries and activity of one ATS and of all, and never take one for the other',
    async () => {
      await addOtherAts(portal.carvos.gateway);
      await portal.carvos.call('POST', '/v1/candidates', { body: ADA });
      await portal.carvos.work();
      const page = await signIn('/deliveries');
      await page.locator('.staff-banner', { hasText: 'All ATSs' }).waitFor();
      expect(await page.getByRole('columnheader', { name: 'ATS' }).count()).toBe(1);
      await page.getByRole('button', { name: /^View candidate\.created/ }).click();
      await dialogOf(page, 'Delivery').getByText('"last_name": "Lovelace"').waitFor();
      await dialogOf(page, 'Delivery').getByRole('link', { name: 'Follow reference id' }).click();
      await page.locator('.staff-banner', { hasText: 'Demo ATS (demo)' }).waitFor();
      await page.goto(portal.urlOf('/ats/other/deliveries'));
      await page.locator('.staff-banner', { hasText: 'Other ATS (other)' }).waitFor();
      await page.getByText('No deliveries yet').waitFor();
      await page
        .getByRole('navigation', { name: 'Pages of this ATS' })
        .getByRole('link', { name: 'Activity' })
        .click();
      await page.getByText('Onboarded the ATS').waitFor();
      await counted(page.locator('tbody tr'), 1);
      await page
        .getByRole('navigation', { name: 'Pages', exact: true })
        .getByRole('link', { name: 'Activity' })
        .click();
      await page.locator('.staff-banner', { hasText: 'All ATSs' }).waitFor();
      expect(await page.getByRole('columnheader', { name: 'ATS' }).count()).toBe(1);
    },
  );

  browserTest('are offered no key, no secret and no test anywhere', async () => {
    const page = await signIn('/ats/demo');
    for (const path of ['/ats', '/ats/demo', '/ats/demo/deliveries', '/ats/demo/activity', '/profile']) {
      await page.goto(portal.urlOf(path));
      await page.locator('main h1').waitFor();
      await settled(page);
      expect([path, await page.getByRole('button', { name: /reveal|rotate|key|test/i }).count()]).toEqual([
        path,
        0,
      ]);
      expect([path, await page.getByRole('link', { name: /testing|my configuration/i }).count()]).toEqual([
        path,
        0,
      ]);
      expect(await page.content()).not.toMatch(/whsec_|carv_/);
    }
    await page.goto(portal.urlOf('/testing'));
    await page.getByText('Page not found').waitFor();
  });

  browserTest(
    'whose page is older than the release that is served are told to reload it, and go on',
    async () => {
      const page = await signIn('/deliveries');
      await page.route('**/assets/ats-list-page-*.js', (route) => route.fulfill({ status: 404 }), {
        times: 1,
      });
      await page.getByRole('link', { name: 'ATSs', exact: true }).click();
      await page.getByRole('heading', { name: 'Something went wrong on this page' }).waitFor();
      portal.expectProblem(/Failed to fetch dynamically imported module/);
      await page.getByRole('button', { name: 'Reload' }).click();
      await page.getByRole('row', { name: /demo/ }).waitFor();
      expect(pathOf(page)).toBe('/ats');
    },
  );

  browserTest('of an ATS that is not there are told so', async () => {
    const page = await signIn('/ats/nobody');
    await page.getByRole('alert').getByText('There is no ATS nobody.').waitFor();
  });
});
