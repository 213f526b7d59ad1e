import { describe, expect } from '@jest/globals';
import { browserTest } from '../support/browser.ts';
import { confirmed, dialogOf, settled, submitSignIn, usePortal } from '../support/portal-browser.ts';
import { PortalClient } from '../support/portal-client.ts';

describe('signing in to the portal, in a browser', () => {
  const portal = usePortal();
  const pathOf = (url: string) => url.slice(portal.urlOf('').length);

  browserTest('says that a password is wrong, keeps the address, and takes the right one', async () => {
    const page = await portal.open('/');
    const account = portal.administrator;
    await submitSignIn(page, { ...account, password: 'not the password' });
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
    expect(await page.getByLabel('E-mail', { exact: true }).inputValue()).toBe(account.email);
    portal.carvos.clock.advance(1000);
    await submitSignIn(page, account);
    await page.getByRole('heading', { name: 'My Configuration' }).waitFor();
    expect(await page.title()).toBe('My Configuration · CarvOS');
  });

  browserTest('leads to the page that was asked for, with its query', async () => {
    const page = await portal.signIn({ path: '/deliveries?outcome=failure' });
    await page.getByRole('heading', { name: 'Webhook Deliveries' }).waitFor();
    expect(pathOf(page.url())).toBe('/deliveries?outcome=failure');
    expect(await page.getByLabel('Outcome').inputValue()).toBe('failure');
  });

  browserTest('never leads to another site, whatever the address asks for', async () => {
    portal.carvos.clock.advance(1000);
    const targets = [
      '//evil.example/',
      '/\\evil.example',
      'https://evil.example/',
      'javascript:alert(1)',
      '/%09/evil.example',
      '/sign-in?to=//evil.example',
    ];
    const page = await portal.open(`/sign-in?to=${encodeURIComponent(targets[0] ?? '')}`);
    await submitSignIn(page, portal.administrator);
    await page.getByRole('heading', { name: 'My Configuration' }).waitFor();
    for (const to of targets) {
      await page.goto(portal.urlOf(`/sign-in?to=${encodeURIComponent(to)}`));
      await page.locator('main#main h1').waitFor();
      expect([to, new URL(page.url()).origin]).toEqual([to, portal.carvos.gateway.baseUrl]);
      expect([to, page.url().startsWith(portal.urlOf('/'))]).toEqual([to, true]);
    }
  });

  browserTest('after too many wrong passwords says when to go on', async () => {
    const page = await portal.open('/');
    const account = { ...portal.administrator, password: 'not the password' };
    for (let count = 0; count < 6; count += 1) {
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await submitSignIn(page, account);
      await answered;
    }
    await page
      .getByRole('alert')
      .getByText(/Try again from 25 Feb 2026, \d\d:\d\d:\d\d on\./)
      .waitFor();
  });

  browserTest('signing out ends the session here and leaves nothing to go back to', async () => {
    const page = await portal.signIn();
    await page.getByText('Demo ATS').first().waitFor();
    await page.getByRole('link', { name: 'Activity' }).click();
    await page.getByRole('heading', { name: 'Activity' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByText('Demo ATS').count()).toBe(0);
    expect(await page.context().cookies(portal.urlOf('/api/session'))).toEqual([]);
  });

  browserTest('is not for scripts: the cookie is HttpOnly, Secure and SameSite', async () => {
    const page = await portal.signIn();
    const cookies = await page.context().cookies(portal.urlOf('/api/session'));
    expect(cookies).toMatchObject([
      { name: '__session', httpOnly: true, secure: true, sameSite: 'Strict', path: '/portal/api' },
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).toBe('[{},{}]');
  });
});

describe('a session that ended meanwhile', () => {
  const portal = usePortal();

  /** As a sign-out elsewhere with the same cookie would. */
  async function endSession(page: Awaited<ReturnType<typeof portal.signIn>>): Promise<void> {
    const [cookie] = await page.context().cookies(portal.urlOf('/api/session'));
    await new PortalClient(portal.carvos.gateway, cookie?.value).call('DELETE', '/session');
    portal.carvos.clock.advance(1000);
  }

  browserTest(
    'asks to sign in above the page; what was typed is still there, and is saved then',
    async () => {
      const page = await portal.signIn();
      await page.getByLabel('Name', { exact: true }).fill('Typed with care');
      await endSession(page);
      await page.getByRole('button', { name: 'Save Changes' }).click();
      const dialog = dialogOf(page, 'Your session has ended');
      await dialog.locator('input[name="password"]:focus').waitFor();
      expect(await dialog.getByLabel('E-mail', { exact: true }).inputValue()).toBe(
        portal.administrator.email,
      );
      await submitSignIn(dialog, portal.administrator);
      await dialog.waitFor({ state: 'detached' });
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Typed with care');
      await page.getByRole('button', { name: 'Save Changes' }).click();
      await page.getByText('Configuration saved').first().waitFor();
      await settled(page);
    },
  );

  browserTest('is asked for again by an action as well, which then works', async () => {
    const page = await portal.signIn();
    await endSession(page);
    await confirmed(page, 'Rotate API Key', 'Rotate API Key');
    const dialog = dialogOf(page, 'Your session has ended');
    await dialog.locator('input[name="password"]:focus').waitFor();
    // What lies below it is not closed by what is pressed above.
    await page.keyboard.press('Escape');
    await submitSignIn(dialog, portal.administrator);
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate API Key' }).click();
    await dialogOf(page, 'Your new API key').waitFor();
  });

  browserTest(
    'because somebody else signed in on another page, begins anew: it acts for nobody but who is shown',
    async () => {
      const page = await portal.signIn();
      const other = await page.context().newPage();
      await other.goto(portal.urlOf('/'));
      await other.getByRole('button', { name: 'Sign out' }).click();
      await submitSignIn(other, portal.staff);
      await other.getByText('Carv staff view').waitFor();
      await page.getByText('Carv staff view').waitFor();
      await settled(page);
      expect(await page.content()).not.toContain('Rotate API Key');
    },
  );

  browserTest('signed in to by somebody else, shows nothing of the first', async () => {
    const page = await portal.signIn();
    await page.getByLabel('Name', { exact: true }).fill('Typed by the first');
    await endSession(page);
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await submitSignIn(dialogOf(page, 'Your session has ended'), portal.staff);
    await page.getByText('Carv staff view').waitFor();
    await settled(page);
    expect(await page.content()).not.toContain('Typed by the first');
  });
});
