import { describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { HOUR_MS, MINUTE_MS } from '../../functions/shared/core/duration.ts';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import { updateAts } from '../../functions/shared/flows/update-ats.ts';
import { browserTest } from '../support/browser.ts';
import { confirmed, counted, dialogOf, fact, settled, usePortal } from '../support/portal-browser.ts';
import { ADA, candidateEvent } from '../support/test-gateway.ts';

const LADDER = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS];

describe('Webhook Deliveries', () => {
  const portal = usePortal();
  const rows = (page: Page) => page.locator('table.table tbody tr');
  const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

  async function push(...ids: string[]): Promise<string> {
    let reference = '';
    for (const id of ids) {
      const body = { ...ADA, candidate_id: id };
      reference = (await portal.carvos.call('POST', '/v1/candidates', { body })).json.reference_id;
    }
    await portal.carvos.work();
    return reference;
  }

  /** What was pushed while no URL was set has been given up. */
  async function exhaust(...ids: string[]): Promise<string> {
    const { runtime } = portal.carvos.gateway;
    const { webhookUrl } = await getAts(runtime, 'demo');
    await push('before');
    await updateAts(runtime, 'demo', { webhookUrl: null });
    const reference = await push(...ids);
    for (const wait of LADDER) await portal.carvos.after(wait);
    // Many at once do not all find room in one go.
    for (let hours = 0; hours < 6; hours += 1) await portal.carvos.after(HOUR_MS);
    await updateAts(runtime, 'demo', { webhookUrl });
    return reference;
  }

  browserTest('lists every attempt, newest first, both directions', async () => {
    portal.carvos.receiver.script(500);
    await push('c1');
    portal.carvos.clock.advance(1000);
    await portal.carvos.webhook(candidateEvent('candidate.updated', 'e1'));
    const page = await portal.signIn({ path: '/deliveries' });
    const texts = await rows(page).allInnerTexts();
    expect(texts[0]).toMatch(/↓ Incoming\s+candidate\.updated[\s\S]*Success\s+202/);
    expect(texts.join('\n')).toMatch(/↑ Outgoing[\s\S]*attempt 1\s+Failure\s+500/);
    const times = await page.evaluate<string[]>(
      "[...document.querySelectorAll('tbody time')].map((time) => time.dateTime)",
    );
    expect(times).toEqual(times.toSorted().reverse());
  });

  browserTest('filters go into the address, and come back from it with a reload and with Back', async () => {
    portal.carvos.receiver.script(500);
    const reference = await push('c1');
    await portal.carvos.webhook(candidateEvent('candidate.updated', 'e1'));
    const page = await portal.signIn({ path: '/deliveries' });
    const all = await rows(page).count();
    await page.getByLabel('Direction').selectOption('outgoing');
    await page.getByLabel('Outcome').selectOption('failure');
    await page.getByLabel('Time', { exact: true }).selectOption('3600');
    await page.getByLabel('Status code').fill('500');
    await page.getByLabel('Status code').press('Enter');
    await settled(page);
    expect(query(page)).toEqual({
      direction: 'outgoing',
      outcome: 'failure',
      since_seconds: '3600',
      status_code: '500',
    });
    expect(await rows(page).count()).toBe(1);
    await page.reload();
    await settled(page);
    expect(await page.getByLabel('Status code').inputValue()).toBe('500');
    expect(await page.getByLabel('Direction').inputValue()).toBe('outgoing');
    expect(await rows(page).count()).toBe(1);
    await page.goBack();
    await page.waitForURL((url) => !url.searchParams.has('status_code'));
    await page.getByLabel('Status code').and(page.locator('[value=""]')).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.waitForURL((url) => url.search === '');
    await counted(rows(page), all);
    await page.getByLabel('Reference id').fill(reference);
    await page.getByLabel('Reference id').press('Enter');
    await page.getByLabel('Event type').selectOption('candidate.updated');
    await page.getByText('Nothing matches').waitFor();
    expect(query(page)).toEqual({ reference_id: reference, event: 'candidate.updated' });
  });

  browserTest('a filter that cannot be is said at its field, and asks for nothing', async () => {
    const page = await portal.signIn({ path: '/deliveries' });
    await page.getByText('No deliveries yet').waitFor();
    await page.getByLabel('Status code').fill('99');
    await page.getByLabel('Status code').press('Enter');
    await page.getByText('A number from 100 to 599.').waitFor();
    expect(query(page)).toEqual({});
  });

  browserTest('pages go forth and back, and keep the filters', async () => {
    await push(...Array.from({ length: 26 }, (_, index) => `c${index}`));
    const page = await portal.signIn({ path: '/deliveries?event=candidate.created' });
    const first = await rows(page).first().getByRole('button').innerText();
    expect(await rows(page).count()).toBe(25);
    expect(await page.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Next' }).click();
    await counted(rows(page), 1);
    expect(query(page)).toMatchObject({ event: 'candidate.created', cursor: expect.any(String) });
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
    await page.reload();
    await settled(page);
    expect(await rows(page).count()).toBe(1);
    await page.getByRole('button', { name: 'Previous' }).click();
    await counted(rows(page), 25);
    expect(await rows(page).first().getByRole('button').innerText()).toBe(first);
    expect(query(page)).toEqual({ event: 'candidate.created' });
  });

  browserTest(
    'one is opened in a dialog with an address of its own, and closing leads back to the list',
    async () => {
      const reference = await push('c1');
      const page = await portal.signIn({ path: '/deliveries?event=candidate.created' });
      await page.getByRole('button', { name: /^View candidate\.created/ }).click();
      const dialog = dialogOf(page, 'Delivery');
      await dialog.getByText('"candidate_id": "c1"').waitFor();
      const address = page.url();
      expect(query(page)).toMatchObject({ event: 'candidate.created', entry: expect.any(String) });
      expect(await fact(dialog, 'Outcome').innerText()).toBe('Success');
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
      await dialog.waitFor({ state: 'detached' });
      expect(query(page)).toEqual({ event: 'candidate.created' });
      await page.goto(address);
      await dialog.getByText('"candidate_id": "c1"').waitFor();
      await dialog.getByRole('button', { name: 'Copy correlation id' }).click();
      await dialog.getByRole('button', { name: 'Copied correlation id' }).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(query(page)).toEqual({ event: 'candidate.created' });
      await page.getByLabel('Reference id').press('ControlOrMeta+v');
      expect(await page.getByLabel('Reference id').inputValue()).toBe(reference);
    },
  );

  browserTest(
    'shows whole what was sent and answered: bodies, headers, and the signature apart',
    async () => {
      await push('c1');
      const webhook = portal.carvos.receiver.of('candidate.created')[0];
      const page = await portal.signIn({ path: '/deliveries?event=candidate.created' });
      await page.getByRole('button', { name: /^View/ }).click();
      const dialog = dialogOf(page, 'Delivery');
      const payload = await dialog.getByRole('region', { name: 'Payload' }).locator('pre').innerText();
      expect(JSON.parse(payload)).toEqual(JSON.parse(webhook?.body.toString() ?? ''));
      expect(await dialog.getByRole('region', { name: 'Signature' }).locator('pre').innerText()).toBe(
        webhook?.headers['x-webhook-signature'],
      );
      expect(await dialog.getByRole('region', { name: 'Response body' }).locator('pre').innerText()).toBe(
        'noted',
      );
      await dialog.getByRole('table', { name: 'Request headers' }).getByText('CarvOS-Webhooks/1.0').waitFor();
      await page.getByRole('dialog').getByRole('link', { name: 'Follow reference id' }).click();
      await page.getByRole('heading', { name: 'Event Timeline' }).waitFor();
      await page.getByText('Received', { exact: true }).waitFor();
    },
  );

  browserTest('the week is drawn, told in a sentence and as a table', async () => {
    portal.carvos.receiver.script(500);
    await push('c1', 'c2');
    const page = await portal.signIn({ path: '/deliveries' });
    const [chart, times] = await page.getByRole('img').all();
    expect(await chart?.getAttribute('aria-label')).toMatch(
      /attempts in the last 7 days: \d success .* 1 failure/,
    );
    expect(await times?.getAttribute('aria-label')).toMatch(/Median and p95 response time by day/);
    const table = page.getByRole('table', { name: 'Outgoing webhooks by day' });
    expect(await table.getByRole('row').count()).toBe(8);
  });

  browserTest('what was given up is sent again by hand, from its dialog', async () => {
    const reference = await exhaust('c1');
    const page = await portal.signIn({
      path: `/deliveries?reference_id=${reference}&event=candidate.created`,
    });
    expect(await rows(page).count()).toBe(5);
    await rows(page).first().getByRole('button', { name: /^View/ }).click();
    const dialog = dialogOf(page, 'Delivery');
    await dialog.getByText('No webhook URL is configured: set one first').first().waitFor();
    await dialog.getByText('Exhausted').waitFor();
    await confirmed(page, 'Send again', 'Send again');
    await page.getByText('The webhook is on its way again').first().waitFor();
    await portal.carvos.work();
    await page.reload();
    await dialog.getByText('Delivered').first().waitFor();
    expect(portal.carvos.receiver.of('candidate.created').map(({ json }) => json.reference_id)).toContain(
      reference,
    );
  });

  browserTest('all that was given up in a time is recovered, batch by batch to the end', async () => {
    await exhaust(...Array.from({ length: 51 }, (_, index) => `c${index}`));
    const page = await portal.signIn({ path: '/deliveries' });
    await page.getByRole('button', { name: 'Recover…' }).click();
    const dialog = dialogOf(page, 'Recover exhausted webhooks');
    await dialog.getByLabel('Speed').selectOption('50');
    const pressed = Promise.withResolvers<void>();
    await page.route('**/webhooks/recover', async (route) => {
      await pressed.promise;
      await route.continue();
    });
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.getByText('Under way').waitFor();
    // It closes by its own buttons only while it works.
    await page.keyboard.press('Escape');
    pressed.resolve();
    await dialog.getByText('51 on their way again, in 2 batches.').waitFor();
    await dialog.getByText('Done', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await portal.carvos.after(2000);
    expect(portal.carvos.receiver.of('candidate.created')).toHaveLength(52);
  });

  browserTest('a recovery is stopped, and gone on with where it was', async () => {
    await exhaust(...Array.from({ length: 51 }, (_, index) => `c${index}`));
    const page = await portal.signIn({ path: '/deliveries' });
    await page.getByRole('button', { name: 'Recover…' }).click();
    const dialog = dialogOf(page, 'Recover exhausted webhooks');
    await dialog.getByLabel('Speed').selectOption('1');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.getByText(/^Next batch in \d+ s\.$/).waitFor();
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await dialog.getByText('Stopped', { exact: true }).waitFor();
    await dialog.getByText('50 on their way again, in 1 batch.').waitFor();
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.getByText('51 on their way again, in 2 batches.').waitFor();
    await dialog.getByText('Done', { exact: true }).waitFor();
  });

  browserTest('what cannot be loaded is said with its reason, and asked for again', async () => {
    await push('c1');
    const page = await portal.signIn();
    const refusal = { status: 429, headers: { 'retry-after': '60' }, json: { detail: 'Too many requests' } };
    await page.route('**/api/ats/demo/deliveries?*', (route) => route.fulfill(refusal));
    await page.goto(portal.urlOf('/deliveries?outcome=success'));
    const panel = page.getByRole('alert');
    await panel.getByText('Could not load the deliveries').waitFor();
    await panel.getByText(/Too many requests\. Try again from 25 Feb 2026/).waitFor();
    await page.unrouteAll();
    await panel.getByRole('button', { name: 'Try again' }).click();
    await rows(page).first().waitFor();
  });

  browserTest('a recovery that finds nothing says so', async () => {
    const page = await portal.signIn({ path: '/deliveries' });
    await page.getByRole('button', { name: 'Recover…' }).click();
    const dialog = dialogOf(page, 'Recover exhausted webhooks');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.getByText('Nothing was given up in this time.').waitFor();
  });

  browserTest('says what the log is not, and how data is handled', async () => {
    const page = await portal.signIn({ path: '/deliveries' });
    await page.getByText('not a ledger for billing or compliance').waitFor();
    await page.getByRole('link', { name: 'How data is handled' }).click();
    await page.getByRole('heading', { name: 'Data handling' }).waitFor();
  });
});
