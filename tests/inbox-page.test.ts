import { describe, expect, test } from '@jest/globals';
import { setWebhookUrl } from '../functions/shared/flows/update-ats.ts';
import { browserTest, startBrowser } from './support/browser.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

describe('the inbox', () => {
  browserTest(
    'as a page: empty it says what to do, then webhooks appear by themselves, newest first, verified',
    async () => {
      const carvos = await TestGateway.start();
      const browser = await startBrowser();
      try {
        const { runtime, demo } = carvos.gateway;
        await setWebhookUrl(runtime, 'demo', demo.inbox_url);
        const page = await browser.newPage();
        const problems: string[] = [];
        page.on('pageerror', (error) => problems.push(error.message));
        page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
        await page.goto(demo.inbox_url);
        await page.getByText('Nothing yet.').waitFor();

        await carvos.call('POST', '/v1/candidates', {
          body: '{"candidate_id":"c","first_name":"<b>","last_name":"x","n":1.0}',
        });
        await carvos.work();
        await page.getByText('candidate.created', { exact: true }).waitFor();
        await carvos.call('PATCH', '/v1/candidates/c', { body: { email: ADA.email } });
        await carvos.work();
        await page.getByText('candidate.updated', { exact: true }).waitFor();

        expect(await page.locator('article').count()).toBe(4);
        const newest = page.locator('article').first();
        expect(await newest.locator('strong').textContent()).toBe('candidate.updated');
        expect(await newest.locator('.verdict').textContent()).toBe('✓ signature valid');
        const body = await newest.locator('.body').textContent();
        expect(body).toContain('"email": "ada@example.com"');
        expect(body).toContain('"n": 1.0');
        expect(body).toContain('"first_name": "<b>"');
        expect(problems).toEqual([]);

        const answered = page.waitForResponse(
          async (response) => ((await response.json()) as { data: object[] }).data.length === 50,
        );
        for (let count = 0; count < 51; count += 1) {
          await fetch(demo.inbox_url, { method: 'POST', body: '{}' });
        }
        await answered;
        await page.getByText('The newest 50 are shown. There are older ones that are not.').waitFor();

        await page.setViewportSize({ width: 360, height: 800 });
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect(width).toBe(360);
      } finally {
        await browser.close();
        await carvos.stop();
      }
    },
    60_000,
  );

  browserTest(
    'as a page: a mail that nobody sends is shown above the webhooks, and its link sets the password',
    async () => {
      const carvos = await TestGateway.start();
      const browser = await startBrowser();
      try {
        const { runtime, demo } = carvos.gateway;
        await runtime.portalIdentity.sendPasswordMail(demo.portal.email);
        await fetch(demo.inbox_url, { method: 'POST', body: '{}' });
        const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
        await page.goto(demo.inbox_url);

        const mail = page.locator('article').first();
        await mail.getByText(`to ${demo.portal.email}`).waitFor();
        expect(await mail.locator('strong').textContent()).toMatch(/^Mail: /);
        expect(await mail.locator('time').getAttribute('datetime')).toBe(
          new Date(carvos.clock.now()).toISOString(),
        );
        const link = (await mail.locator('a').getAttribute('href')) ?? '';
        expect(link).toContain(`${demo.portal.url}/set-password#code=`);
        expect(await page.locator('article').count()).toBe(2);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
        const code = decodeURIComponent(link.slice(link.indexOf('#code=') + '#code='.length));
        const password = 'a password of my own';
        expect(await runtime.portalIdentity.setPassword(code, password)).toEqual({
          email: demo.portal.email,
        });
      } finally {
        await browser.close();
        await carvos.stop();
      }
    },
    60_000,
  );

  test('as JSON: the mails are listed newest first, and for an address that nobody has there is none', async () => {
    const carvos = await TestGateway.start();
    try {
      const { runtime, baseUrl, demo } = carvos.gateway;
      const sentAt: string[] = [];
      for (const email of [demo.portal.email, 'nobody@demo.example', demo.staff.email]) {
        await runtime.portalIdentity.sendPasswordMail(email);
        sentAt.unshift(new Date(carvos.clock.now()).toISOString());
        carvos.clock.advance(1000);
      }
      const { mails } = (await (await fetch(`${baseUrl}/inbox.json`)).json()) as { mails: object[] };
      const link = expect.stringContaining(`${baseUrl}/portal/set-password#code=`);
      expect(mails).toEqual([
        { sent_at: sentAt[0], email: demo.staff.email, link },
        { sent_at: sentAt[2], email: demo.portal.email, link },
      ]);
    } finally {
      await carvos.stop();
    }
  });

  test('as JSON: what is forged or belongs to another ATS is shown as not verified', async () => {
    const carvos = await TestGateway.start();
    try {
      const { baseUrl, demo } = carvos.gateway;
      const headers = {
        'x-webhook-signature': `t=${Math.floor(carvos.clock.now() / 1000)},v1=${'0'.repeat(64)}`,
      };
      await fetch(demo.inbox_url, { method: 'POST', body: 'not even JSON', headers });
      await fetch(demo.inbox_url, { method: 'POST', body: '{}' });
      const { data } = (await (await fetch(`${baseUrl}/inbox.json`)).json()) as { data: object[] };
      expect(data).toMatchObject([
        { verified: false, signature_verdict: 'malformed', event: null, raw_body: '{}' },
        { verified: false, signature_verdict: 'mismatch', body: null, raw_body: 'not even JSON' },
      ]);
      expect((await fetch(`${baseUrl}/inbox/nobody`, { method: 'POST' })).status).toBe(404);
      expect(
        (await fetch(`${baseUrl}/inbox?answer=503&delay_ms=1`, { method: 'POST', body: '{}' })).status,
      ).toBe(503);
    } finally {
      await carvos.stop();
    }
  });

  test('answers HEAD as it answers GET, without a body, and takes neither for a webhook', async () => {
    const carvos = await TestGateway.start();
    try {
      const { baseUrl, demo } = carvos.gateway;
      for (const method of ['GET', 'HEAD']) {
        const page = await fetch(`${demo.inbox_url}?x=1`, { method });
        expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
        expect((await page.text()) === '').toBe(method === 'HEAD');
      }
      expect((await fetch(`${baseUrl}/inbox.json`, { method: 'HEAD' })).status).toBe(200);
      const refused = await fetch(demo.inbox_url, { method: 'PUT', body: '{}' });
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
      expect(await (await fetch(`${baseUrl}/inbox.json`)).json()).toEqual({
        data: [],
        truncated: false,
        mails: [],
      });
    } finally {
      await carvos.stop();
    }
  });

  test('as JSON: big bodies are listed up to 8 MiB, and the rest is said to be missing', async () => {
    const carvos = await TestGateway.start();
    try {
      const { baseUrl, demo } = carvos.gateway;
      const body = JSON.stringify({ event: 'x'.repeat(700 * 1024) });
      for (let count = 0; count < 14; count += 1) await fetch(demo.inbox_url, { method: 'POST', body });
      const listed = async (query: string) => {
        const response = await fetch(`${baseUrl}/inbox.json${query}`);
        const { data, truncated } = (await response.json()) as { data: object[]; truncated: boolean };
        return [data.length, truncated];
      };
      expect(await listed('')).toEqual([11, true]);
      expect(await listed('?limit=11')).toEqual([11, true]);
      expect(await listed('?limit=3')).toEqual([3, true]);
    } finally {
      await carvos.stop();
    }
  });
});
