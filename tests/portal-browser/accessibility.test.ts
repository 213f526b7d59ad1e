import { describe, expect } from '@jest/globals';
import { browserTest } from '../support/browser.ts';
import { inspectPage, inspectPaths } from '../support/inspect-page.ts';
import { makeHistory } from '../support/make-history.ts';
import { confirmed, usePortal } from '../support/portal-browser.ts';

describe('accessible, and whole on a phone, light and dark', () => {
  const portal = usePortal();

  browserTest('the pages before signing in', async () => {
    const page = await portal.open('/sign-in');
    expect(
      await inspectPaths(page, (path) => portal.urlOf(path), {
        'sign-in': '/sign-in',
        'set-password-no-code': '/set-password',
      }),
    ).toEqual([]);
    await page.goto(portal.urlOf('/sign-in'));
    await page.goto(portal.urlOf('/set-password#code=x'));
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('Use at least 12 characters.').waitFor();
    expect(await inspectPage(page, 'set-password-wrong')).toEqual([]);
  });

  browserTest('the pages of an administrator', async () => {
    const reference = await makeHistory(portal.carvos);
    const page = await portal.signIn();
    expect(
      await inspectPaths(page, (path) => portal.urlOf(path), {
        configuration: '/',
        testing: '/testing',
        deliveries: '/deliveries',
        'deliveries-none': '/deliveries?status_code=418',
        events: '/events',
        event: `/events/${reference}`,
        'event-unknown': '/events/unknown',
      }),
    ).toEqual([]);
  });

  browserTest('the other pages of an administrator', async () => {
    const page = await portal.signIn();
    await page.getByLabel('Name', { exact: true }).fill('Renamed');
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await page.getByText('Configuration saved').first().waitFor();
    expect(
      await inspectPaths(page, (path) => portal.urlOf(path), {
        activity: '/activity',
        profile: '/profile',
        'data-handling': '/data-handling',
        'deliveries-empty': '/deliveries',
        'not-found': '/nowhere',
      }),
    ).toEqual([]);
  });

  browserTest('what a test shows', async () => {
    const page = await portal.signIn({ path: '/testing' });
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await page.getByRole('region', { name: 'Preview' }).waitFor();
    const problems = await inspectPage(page, 'testing-preview');
    portal.carvos.receiver.script(401);
    await confirmed(page, 'Send test', 'Send');
    await page.getByRole('region', { name: 'Result' }).waitFor();
    problems.push(...(await inspectPage(page, 'testing-result')));
    expect(problems).toEqual([]);
  });
});
