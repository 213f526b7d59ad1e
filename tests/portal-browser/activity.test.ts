import { describe, expect } from '@jest/globals';
import { renameAts } from '../../functions/shared/flows/update-ats.ts';
import { browserTest } from '../support/browser.ts';
import { confirmed, counted, usePortal } from '../support/portal-browser.ts';
import { PortalClient } from '../support/portal-client.ts';

describe('Activity', () => {
  const portal = usePortal();

  browserTest('says of every change who made it, what it was before and after, and when', async () => {
    const page = await portal.signIn({ timezoneId: 'Asia/Kolkata' });
    await page.getByLabel('Name', { exact: true }).fill('Renamed ATS');
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await page.getByText('Configuration saved').first().waitFor();
    portal.carvos.clock.advance(1000);
    await confirmed(page, 'Rotate API Key', 'Rotate API Key');
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('link', { name: 'Activity' }).click();
    const rows = page.locator('tbody tr');
    await rows.first().waitFor();
    const [newest, before] = await rows.allInnerTexts();
    expect(newest).toMatch(/admin@demo\.example\s*ATS administrator\s+Rotated the API key/);
    expect(before).toContain('name: Demo ATS → Renamed ATS');
    expect(before).toMatch(/25 Feb 2026, 16:00:0\d/);
    expect(await page.content()).not.toMatch(/carv_[A-Za-z0-9]|whsec_/);
    await rows.first().locator('time').hover();
    expect(await page.getByRole('tooltip').innerText()).toMatch(/^2026-02-25T10:30:0\d\.\d{3}Z$/);
  });

  browserTest('is paged, and names staff and command line as what they are', async () => {
    const { gateway } = portal.carvos;
    for (let count = 0; count < 26; count += 1) {
      portal.carvos.clock.advance(1000);
      await renameAts(gateway.runtime, 'demo', `Name ${count}`);
    }
    const staff = await PortalClient.signIn(portal.carvos, portal.staff);
    const { version } = (await staff.get('/ats/demo')).json;
    await staff.call('PATCH', '/ats/demo', { body: { version, policy: 'strict' } });
    const page = await portal.signIn({ path: '/activity' });
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(25);
    expect(await rows.first().innerText()).toMatch(/Carv staff[\s\S]*workspace policy: auto → strict/);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Onboarded the ATS').waitFor();
    await page.getByRole('button', { name: 'Previous' }).click();
    await counted(rows, 25);
  });
});
