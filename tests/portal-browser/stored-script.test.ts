import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { renameAts, setWebhookUrl } from '../../functions/shared/flows/update-ats.ts';
import { Servers } from '../../functions/shared/ports/http-sender-servers.contract.ts';
import { browserTest } from '../support/browser.ts';
import { dialogOf, settled, usePortal } from '../support/portal-browser.ts';
import { addPerson, PortalClient } from '../support/portal-client.ts';
import { ADA, candidateEvent } from '../support/test-gateway.ts';

/** Ids have up to 128 characters. */
const ID = '"><img src=x onerror="window.ran=1"><script>window.ran=1</script>{{7*7}}';
/** Would run wherever text is taken for markup, an attribute, a template or an address. */
const SCRIPT = `'"--></script></style><img src=x onerror="window.ran=1"><script>window.ran=1</script><svg/onload=window.ran=1>{{7*7}}\${7*7}&lt;b&gt;`;
const ADDRESS = 'javascript:window.ran=1';
const EMAIL = '"><img/src=x/onerror=window.ran=1>@demo.example';
/** What an account's address may hold of it at the most. */
const ACCOUNT_EMAIL = `'{{7*7}}\${7*7}&lt&#60/onerror=\`x\`@demo.example`;

/** Whether anything of it has become more than text. */
const CAME_TO_LIFE = `JSON.stringify([window.ran ?? null, document.querySelectorAll(
  '#root img, #root script, #root style, body img, [onerror], [onload], [href^="javascript:" i], [src^="javascript:" i], iframe, object, embed',
).length])`;

describe('script in whatever is stored', () => {
  const servers = new Servers();
  let receiver = '';
  let aiServiceUrl = '';
  const portal = usePortal(() => ({ config: { aiServiceUrl } }));
  beforeAll(async () => {
    receiver = await servers.http((request, response) => {
      request.resume();
      response.writeHead(200, {
        'content-type': 'text/html; x="<img src=x onerror=window.ran=1>"',
        'retry-after': '<script>window.ran=1</script>',
      });
      response.end(SCRIPT);
    });
    aiServiceUrl = await servers.http((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: 'error', error: { code: 'bad', message: SCRIPT } }));
    });
  });
  afterAll(() => servers.closeAll());

  /** Puts it wherever somebody may put text of their own. Resolves to the reference id of a push. */
  async function poison(): Promise<string> {
    const { carvos } = portal;
    const { runtime } = carvos.gateway;
    await renameAts(runtime, 'demo', SCRIPT);
    await setWebhookUrl(
      runtime,
      'demo',
      `${receiver}/hook?${SCRIPT.replaceAll(' ', '/').replaceAll('#', '')}`,
    );
    const pushed = await carvos.call('POST', '/v1/candidates', {
      body: {
        ...ADA,
        candidate_id: ID,
        first_name: SCRIPT,
        email: EMAIL,
        linkedin_url: ADDRESS,
        custom_fields: { [SCRIPT]: [SCRIPT, ADDRESS] },
      },
      clientId: '<img src=x onerror=window.ran=1>',
      headers: { 'x-ats-user-id': '<script>window.ran=1</script>' },
    });
    expect(pushed.status).toBe(202);
    const webhook = candidateEvent('candidate.created', ID, {
      client_id: ID,
    });
    expect((await carvos.webhook(webhook)).status).toBe(202);
    await carvos.webhook(webhook, { headers: { 'x-webhook-signature': '<script>window.ran=1</script>' } });
    await carvos.work();
    return pushed.json.reference_id;
  }

  /** Somebody whose address no sign-in form takes. */
  async function signInAs(page: Page, account: { email: string; password: string }): Promise<void> {
    const { cookie = '' } = await PortalClient.signIn(portal.carvos, account);
    const { baseUrl: url } = portal.carvos.gateway;
    await page.context().addCookies([
      {
        name: '__session',
        value: cookie,
        domain: new URL(url).hostname,
        path: '/portal/api',
        httpOnly: true,
        secure: true,
        sameSite: 'Strict',
      },
    ]);
  }

  async function look(page: Page, path: string): Promise<void> {
    await page.goto(portal.urlOf(path));
    await page.locator('main h1').waitFor();
    await settled(page);
    expect([path, await page.evaluate(CAME_TO_LIFE)]).toEqual([path, '[null,0]']);
  }

  browserTest('is shown to its administrator as the text that it is, and does nothing', async () => {
    const reference = await poison();
    const account = await addPerson(portal.carvos.gateway, ACCOUNT_EMAIL, {
      role: 'administrator',
      atsId: 'demo',
    });
    const page = await portal.open('/');
    await signInAs(page, account);
    await look(page, '/');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe(SCRIPT);
    expect(await page.getByText(SCRIPT, { exact: true }).first().innerText()).toBe(SCRIPT);
    await page.getByText(ACCOUNT_EMAIL).first().waitFor();
    for (const path of ['/deliveries', '/activity', '/profile', `/events/${reference}`])
      await look(page, path);
    await page.getByText(SCRIPT, { exact: true }).first().waitFor();
    const { data } = (await (await PortalClient.signIn(portal.carvos, account)).get('/ats/demo/deliveries'))
      .json;
    expect(data.length).toBeGreaterThanOrEqual(4);
    for (const { entry_id } of data) {
      await page.goto(portal.urlOf(`/deliveries?entry=${entry_id}`));
      await dialogOf(page, 'Delivery').locator('dl.facts').waitFor();
      await settled(page);
      expect([entry_id, await page.evaluate(CAME_TO_LIFE)]).toEqual([entry_id, '[null,0]']);
    }
  });

  browserTest('is shown after a test as what the receiver answered', async () => {
    await poison();
    const page = await portal.signIn({ path: '/testing' });
    await page.getByRole('button', { name: 'Send test' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click();
    const body = page.getByRole('region', { name: 'Response body' }).locator('pre');
    expect(await body.innerText()).toBe(SCRIPT);
    expect(await page.evaluate(CAME_TO_LIFE)).toBe('[null,0]');
  });

  browserTest('is shown to staff as text, wherever they look', async () => {
    const reference = await poison();
    const { gateway } = portal.carvos;
    await createAts(gateway.runtime, { atsId: 'other', name: SCRIPT, webhookUrl: null });
    const staff = await PortalClient.signIn(portal.carvos, portal.staff);
    const invite = async (email: string) => (await staff.post('/ats/demo/invitations', { email })).status;
    expect([await invite(EMAIL), await invite(ACCOUNT_EMAIL)]).toEqual([422, 201]);
    const page = await portal.signIn({ account: portal.staff });
    for (const path of [
      '/ats',
      '/ats/demo',
      '/ats/demo/activity',
      '/deliveries',
      '/activity',
      `/events/${reference}`,
    ]) {
      await look(page, path);
    }
    await look(page, `/ats?q=${encodeURIComponent('<img src=x onerror=window.ran=1>')}`);
  });

  browserTest('in an address is harmless as well', async () => {
    const page = await portal.signIn();
    const text = encodeURIComponent(SCRIPT);
    for (const path of [
      `/events/${text}`,
      `/deliveries?entry=${text}&reference_id=${text.slice(0, 60)}&status_code=${text}&event=${text}`,
      `/deliveries?cursor=${text}`,
      `/${text}`,
      `/sign-in?to=${encodeURIComponent(ADDRESS)}`,
    ]) {
      await page.goto(portal.urlOf(path));
      await page.locator('main h1').first().waitFor({ state: 'attached' });
      await settled(page);
      expect([path, await page.evaluate(CAME_TO_LIFE)]).toEqual([path, '[null,0]']);
    }
    const name = page.getByLabel('Webhook URL', { exact: true });
    await page.goto(portal.urlOf('/'));
    await name.fill(ADDRESS);
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await page.getByText('The webhook URL must begin with').waitFor();
  });
});
