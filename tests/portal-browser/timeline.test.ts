import { describe, expect } from '@jest/globals';
import { browserTest } from '../support/browser.ts';
import { fact, settled, usePortal } from '../support/portal-browser.ts';
import { ADA } from '../support/test-gateway.ts';

describe('the timeline of a reference id', () => {
  const portal = usePortal();
  const push = async () =>
    (await portal.carvos.call('POST', '/v1/candidates', { body: ADA })).json.reference_id;

  browserTest('is looked up by the id alone, and tells the whole story in order', async () => {
    const reference = await push();
    await portal.carvos.work();
    const page = await portal.signIn({ path: '/events' });
    await page.getByRole('textbox', { name: 'Reference id' }).fill(`  ${reference} `);
    await page.keyboard.press('Enter');
    await page.getByText('Received', { exact: true }).waitFor();
    expect(page.url()).toBe(portal.urlOf(`/events/${reference}`));
    const steps = await page.locator('ol.timeline .step-name').allInnerTexts();
    expect(steps.slice(0, 3)).toEqual(['Received', 'Result', 'Webhook']);
    expect(steps.at(-1)).toBe('Attempt');
    expect(await fact(page, 'State').innerText()).toBe('Settled');
    expect(await fact(page, 'Record id').innerText()).toBe('c-1');
    await page.getByRole('link', { name: 'See it in Webhook Deliveries' }).click();
    await page.getByRole('heading', { name: 'Webhook Deliveries' }).waitFor();
    expect(await page.getByLabel('Reference id').inputValue()).toBe(reference);
  });

  browserTest('goes on by itself while something is still to come', async () => {
    const reference = await push();
    const page = await portal.signIn({ path: `/events/${reference}` });
    await page.getByText('More is to come: this page updates by itself.').waitFor();
    await portal.carvos.work();
    await page.clock.runFor(5000);
    await page.getByText('More is to come: this page updates by itself.').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: /candidate\.created/ }).waitFor();
  });

  browserTest('says what comes next and when, after an attempt that failed', async () => {
    portal.carvos.receiver.script(503, 503);
    const reference = await push();
    await portal.carvos.work();
    const page = await portal.signIn({ path: `/events/${reference}` });
    const next = page.locator('.step-next').first();
    expect(await next.locator('.step-name').innerText()).toBe('Next');
    expect(await next.locator('time').getAttribute('datetime')).toBe('2026-02-25T10:31:00.000Z');
    await page.getByText('The endpoint answered 503').first().waitFor();
  });

  browserTest('lets a delivered webhook be sent again', async () => {
    const reference = await push();
    await portal.carvos.work();
    const page = await portal.signIn({ path: `/events/${reference}` });
    const panel = page.locator('.panel', { hasText: 'candidate.created' });
    await panel.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send again' }).click();
    await page.getByText('The webhook is on its way again').first().waitFor();
    await portal.carvos.work();
    expect(portal.carvos.receiver.of('candidate.created')).toHaveLength(2);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await panel.getByText('Delivered').waitFor();
    await settled(page);
    expect(await fact(panel, 'Attempts').innerText()).toBe('2');
  });

  browserTest('of an id that is not known says so, whatever it is made of', async () => {
    const page = await portal.signIn({ path: '/events' });
    await page.getByRole('textbox', { name: 'Reference id' }).fill('a/b?c#d <é>');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing is known of this reference id').waitFor();
    await page.getByText('a/b?c#d <é>').waitFor();
    await page.getByRole('link', { name: 'Look up another' }).click();
    await page.getByRole('textbox', { name: 'Reference id' }).waitFor();
  });
});
