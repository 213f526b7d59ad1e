import { describe, expect } from '@jest/globals';
import type { LocalRuntime } from '../../functions/shared/runtime/local-runtime.ts';
import { browserTest } from '../support/browser.ts';
import { confirmed, fact, submitSignIn, usePortal } from '../support/portal-browser.ts';

const PASSWORD = 'a password of my own';

describe('Profile', () => {
  const portal = usePortal();
  const mails = () => (portal.carvos.gateway.runtime as LocalRuntime).mails;

  browserTest('tells who is signed in, as what, and since when', async () => {
    const page = await portal.signIn({ path: '/profile' });
    expect(await fact(page, 'E-mail').innerText()).toBe('admin@demo.example');
    expect(await fact(page, 'Role').innerText()).toBe('ATS administrator');
    expect(await fact(page, 'Last sign-in').innerText()).toMatch(/^25 Feb 2026, 10:30:0\d/);
    expect(await page.locator('input').count()).toBe(0);
  });

  browserTest('a password is set anew by a link that comes by mail; it ends every session', async () => {
    const page = await portal.signIn({ path: '/profile' });
    await confirmed(page, 'Reset Password', 'Send mail');
    await page.getByText('A link for setting a new password is on its way to').waitFor();
    expect(mails().map(({ email }) => email)).toEqual(['admin@demo.example']);
    const link = mails()[0]?.link ?? '';
    const elsewhere = await portal.open(link.slice(portal.urlOf('').length));
    const code = new URL(link).hash.slice('#code='.length);
    await elsewhere.waitForURL(portal.urlOf('/set-password'));
    expect(
      await elsewhere.evaluate('JSON.stringify(navigation.entries().map(({ url }) => url))'),
    ).not.toContain(code);
    portal.carvos.clock.advance(1000);
    const fill = async (first: string, second: string) => {
      await elsewhere.getByLabel('New password', { exact: true }).fill(first);
      await elsewhere.getByLabel('New password, again').fill(second);
      await elsewhere.getByRole('button', { name: 'Set password' }).click();
    };
    await fill('short', 'short');
    await elsewhere.getByText('Use at least 12 characters.').waitFor();
    await fill(PASSWORD, `${PASSWORD}!`);
    await elsewhere.getByText('The two are not the same.').waitFor();
    await fill(PASSWORD, PASSWORD);
    await elsewhere.getByText('Your password is set').waitFor();
    portal.carvos.clock.advance(1000);
    await page.getByRole('link', { name: 'Activity' }).click();
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await elsewhere.getByRole('link', { name: 'Go to sign in' }).click();
    await submitSignIn(elsewhere, portal.administrator);
    await elsewhere.getByText('The e-mail address or the password is wrong.').waitFor();
    await submitSignIn(elsewhere, { ...portal.administrator, password: PASSWORD });
    await elsewhere.getByRole('heading', { name: 'My Configuration' }).waitFor();
  });

  browserTest('a link counts once, and one without a code says so', async () => {
    const { code } = await portal.carvos.gateway.runtime.portalIdentity.passwordCode('admin@demo.example');
    await portal.carvos.gateway.runtime.portalIdentity.setPassword(code, PASSWORD);
    const page = await portal.open(`/set-password#code=${encodeURIComponent(code)}`);
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password, again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page
      .getByRole('alert')
      .getByText(/This link is not valid: it was used already/)
      .waitFor();
    await page.goto(portal.urlOf('/set-password'));
    await page.getByText('This link has no code').waitFor();
  });

  browserTest('the password is shown on demand only', async () => {
    const page = await portal.open('/');
    const field = page.getByLabel('Password', { exact: true });
    await field.fill('what I typed');
    expect(await field.getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Show password' }).click();
    expect(await field.getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: 'Hide password' }).click();
    expect(await field.getAttribute('type')).toBe('password');
  });
});
