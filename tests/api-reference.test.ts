import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { browserTest, startBrowser } from './support/browser.ts';
import { rawRequest } from './support/raw-request.ts';
import { TestGateway } from './support/test-gateway.ts';

describe('GET /docs', () => {
  let carvos: TestGateway;
  beforeAll(async () => {
    carvos = await TestGateway.start();
  });
  afterAll(() => carvos.stop());

  const get = (path: string, method = 'GET') => rawRequest(carvos.gateway.baseUrl, { method, path });

  test('is a page that may load, run and call nothing but what comes from here', async () => {
    const { status, headers, text } = await get('/docs');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; ");
    expect(policy).toContain("connect-src 'self'");
    expect(text).not.toMatch(/https?:|<script>|onload=/);
    expect(text).toContain('<html lang="en">');
  });

  test('has files of a closed list, and no others', async () => {
    for (const [file, type] of [
      ['swagger-ui.css', 'text/css'],
      ['page.css', 'text/css'],
      ['page.js', 'text/javascript'],
      ['swagger-ui-bundle.js', 'text/javascript'],
    ]) {
      const { status, headers, text } = await get(`/docs/${file}`);
      expect([file, status, headers['content-type']]).toEqual([file, 200, `${type}; charset=utf-8`]);
      expect(Buffer.byteLength(text)).toBe(Number(headers['content-length']));
    }
    for (const file of ['index.html', 'package.json', '..%2Fpackage.json', 'constructor', '__proto__']) {
      const { status, text } = await get(`/docs/${file}`);
      expect([file, status, text]).toEqual([file, 404, '{"detail":"No such route"}']);
    }
  });

  test('is for reading', async () => {
    expect((await get('/docs', 'HEAD')).status).toBe(200);
    const posted = await get('/docs', 'POST');
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  browserTest(
    'in a browser it shows every operation, asks nobody else for anything, and lets one be tried out',
    async () => {
      const browser = await startBrowser();
      try {
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        page.setDefaultTimeout(10_000);
        const problems: string[] = [];
        const origin = new URL(carvos.gateway.baseUrl).origin;
        page.on('request', (request) => {
          const { protocol, origin: asked } = new URL(request.url());
          if (protocol !== 'data:' && asked !== origin) problems.push(`asked ${request.url()}`);
        });
        page.on('pageerror', (error) => problems.push(error.message));
        page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
        await page.goto(`${carvos.gateway.baseUrl}/docs`);
        await page.locator('[data-path="/v1/candidates"]').first().waitFor();
        const { paths } = (await carvos.call('GET', '/v1/openapi.json')).json;
        for (const path of Object.keys(paths)) {
          expect([path, await page.locator(`[data-path="${path}"]`).count()]).not.toEqual([path, 0]);
        }

        await page.locator('.scheme-container .authorize').click();
        await page.locator('#api_key_value').fill(carvos.gateway.demo.api_key);
        await page.locator('.auth-btn-wrapper [type=submit]').click();
        await page.locator('.btn-done').click();
        const listing = page.locator('.opblock-get:has([data-path="/v1/workspaces"])');
        await listing.locator('.opblock-summary-control').click();
        await listing.locator('.execute').click();
        const answered = listing.locator('.live-responses-table .response-col_status');
        await answered.filter({ hasText: '200' }).waitFor();
        expect(problems).toEqual([]);
        const shots = process.env.CARVOS_SCREENSHOTS;
        if (shots) {
          await page.screenshot({ path: `${shots}/docs-desktop.png` });
          await page.setViewportSize({ width: 390, height: 844 });
          await page.screenshot({ path: `${shots}/docs-phone.png` });
        }
      } finally {
        await browser.close();
      }
    },
  );
});

test('what came with Swagger UI and reports installations is not installed', () => {
  const file = 'node_modules/@scarf/scarf/package.json';
  const installed = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).name : 'nothing';
  expect(['nothing', 'empty-npm-package']).toContain(installed);
});
