import { describe, expect } from '@jest/globals';
import { browserTest } from '../support/browser.ts';
import { inspectPaths } from '../support/inspect-page.ts';
import { makeHistory } from '../support/make-history.ts';
import { usePortal } from '../support/portal-browser.ts';

describe('accessible, and whole on a phone, light and dark', () => {
  const portal = usePortal();

  browserTest('the pages of staff', async () => {
    await makeHistory(portal.carvos);
    const page = await portal.signIn({ account: portal.staff });
    expect(
      await inspectPaths(page, (path) => portal.urlOf(path), {
        'staff-list': '/ats',
        'staff-list-none': '/ats?q=nobody',
        'staff-onboard': '/onboard',
        'staff-ats': '/ats/demo',
        'staff-ats-unknown': '/ats/nobody',
        'staff-ats-deliveries': '/ats/demo/deliveries',
        'staff-deliveries': '/deliveries',
        'staff-activity': '/activity',
      }),
    ).toEqual([]);
  });
});
