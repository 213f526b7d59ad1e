import { describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserTest } from '../support/browser.ts';
import { inspectPage, inspectPath } from '../support/inspect-page.ts';
import { confirmed, usePortal } from '../support/portal-browser.ts';
import { ADA, candidateEvent } from '../support/test-gateway.ts';

describe('accessible, and whole on a phone, light and dark', () => {
  const portal = usePortal();

  async function makeHistory(): Promise<string> {
    const { carvos } = portal;
    carvos.receiver.script(200, 200, 500);
    const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    await carvos.webhook(candidateEvent('candidate.updated', 'e1'));
    for (let count = 0; count < 26; count += 1) {
      await carvos.call('POST', '/v1/vacancies', { body: { vacancy_id: `v${count}`, title: 'Engineer' } });
    }
    await carvos.work();
    return json.reference_id;
  }

  async function inspectAll(
    page: Page,
    paths: readonly (readonly [path: string, name: string])[],
  ): Promise<void> {
    const problems: string[] = [];
    for (const [path, name] of paths) problems.push(...(await inspectPath(page, portal.urlOf(path), name)));
    expect(problems).toEqual([]);
  }

  browserTest('the pages before signing in', async () => {
    const page = await portal.open('/sign-in');
    await inspectAll(page, [
      ['/sign-in', 'sign-in'],
      ['/set-password', 'set-password-no-code'],
    ]);
    await page.goto(portal.urlOf('/sign-in'));
    await page.goto(portal.urlOf('/set-password#code=x'));
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('Use at least 12 characters.').waitFor();
    expect(await inspectPage(page, 'set-password-wrong')).toEqual([]);
  });

  browserTest('the pages of an administrator', async () => {
    const reference = await makeHistory();
    const page = await portal.signIn();
    await inspectAll(page, [
      ['/', 'configuration'],
      ['/testing', 'testing'],
      ['/deliveries', 'deliveries'],
      ['/deliveries?status_code=418', 'deliveries-none'],
      ['/events', 'events'],
      [`/events/${reference}`, 'event'],
      ['/events/unknown', 'event-unknown'],
    ]);
  });

  browserTest('the other pages of an administrator', async () => {
    const page = await portal.signIn();
    await page.getByLabel('Name', { exact: true }).fill('Renamed');
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await page.getByText('Configuration saved').first().waitFor();
    await inspectAll(page, [
      ['/activity', 'activity'],
      ['/profile', 'profile'],
      ['/data-handling', 'data-handling'],
      ['/deliveries', 'deliveries-empty'],
      ['/nowhere', 'not-found'],
    ]);
  });

  browserTest('the pages of staff', async () => {
    await makeHistory();
    const page = await portal.signIn({ account: portal.staff });
    await inspectAll(page, [
      ['/ats', 'staff-list'],
      ['/ats?q=nobody', 'staff-list-none'],
      ['/ats/new', 'staff-onboard'],
      ['/ats/demo', 'staff-ats'],
      ['/ats/nobody', 'staff-ats-unknown'],
      ['/ats/demo/deliveries', 'staff-ats-deliveries'],
      ['/deliveries', 'staff-deliveries'],
      ['/activity', 'staff-activity'],
    ]);
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
