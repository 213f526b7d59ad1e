import { describe, expect } from '@jest/globals';
import { browserTest } from '../support/browser.ts';
import { inspectPage } from '../support/inspect-page.ts';
import { confirmed, dialogOf, settled, usePortal } from '../support/portal-browser.ts';
import { PortalClient } from '../support/portal-client.ts';
import { ADA } from '../support/test-gateway.ts';

describe('dialogs, accessible and whole on a phone, light and dark', () => {
  const portal = usePortal();

  browserTest('those of keys and secrets, and a stale edit', async () => {
    const page = await portal.signIn();
    const problems: string[] = [];
    await page.getByRole('button', { name: 'Rotate API Key' }).click();
    problems.push(...(await inspectPage(page, 'dialog-rotate-key')));
    await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate API Key' }).click();
    await dialogOf(page, 'Your new API key').waitFor();
    problems.push(...(await inspectPage(page, 'dialog-new-key')));
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('button', { name: 'Rotate Outgoing Secret' }).click();
    await page.getByLabel('The previous secret keeps working').selectOption('3600');
    problems.push(...(await inspectPage(page, 'dialog-rotate-secret')));
    await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate Outgoing Secret' }).click();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await confirmed(page, 'Reveal Webhook Secrets', 'Reveal');
    await dialogOf(page, 'Webhook secrets').waitFor();
    problems.push(...(await inspectPage(page, 'dialog-secrets')));
    await page.keyboard.press('Escape');
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    const other = await PortalClient.signIn(portal.carvos, portal.administrator);
    const { version } = (await other.get('/ats/demo')).json;
    await other.call('PATCH', '/ats/demo', { body: { version, name: 'Theirs' } });
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await page.getByText('Somebody changed this meanwhile').waitFor();
    problems.push(...(await inspectPage(page, 'configuration-stale')));
    expect(problems).toEqual([]);
  });

  browserTest('those of deliveries, and of a session that ended', async () => {
    await portal.carvos.call('POST', '/v1/candidates', { body: ADA });
    await portal.carvos.work();
    const page = await portal.signIn({ path: '/deliveries' });
    const problems: string[] = [];
    await page.getByRole('button', { name: /^View candidate\.created/ }).click();
    await dialogOf(page, 'Delivery').getByText('"candidate_id"').waitFor();
    problems.push(...(await inspectPage(page, 'dialog-delivery')));
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('alertdialog').waitFor();
    problems.push(...(await inspectPage(page, 'dialog-send-again')));
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Recover…' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Nothing was given up in this time.').waitFor();
    problems.push(...(await inspectPage(page, 'dialog-recover')));
    await page.keyboard.press('Escape');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await dialogOf(page, 'Your session has ended').waitFor();
    problems.push(...(await inspectPage(page, 'dialog-session-ended')));
    expect(problems).toEqual([]);
  });

  browserTest('those of staff, and the menu of a phone', async () => {
    const page = await portal.signIn({ account: portal.staff, path: '/onboard' });
    const problems: string[] = [];
    await page.getByLabel('ATS ID').fill('acme-ats');
    await page.getByLabel('Name', { exact: true }).fill('Acme');
    await page.getByLabel("Administrator's e-mail").fill('boss@acme.example');
    await page.getByRole('button', { name: 'Onboard', exact: true }).click();
    await dialogOf(page, 'acme-ats is onboarded').waitFor();
    problems.push(...(await inspectPage(page, 'dialog-onboarded')));
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('button', { name: 'Disable' }).waitFor();
    await settled(page);
    await page.setViewportSize({ width: 360, height: 800 });
    await page.getByRole('button', { name: 'Menu' }).click();
    await dialogOf(page, 'Menu').waitFor();
    problems.push(...(await inspectPage(page, 'menu')));
    expect(problems).toEqual([]);
  });
});
