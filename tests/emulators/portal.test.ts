import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readHostingHeaders } from '../../scripts/local/read-hosting-headers.ts';
import { builtPortal } from '../support/built-portal.ts';
import { readDemo } from '../support/demo-server.ts';
import { dataDir } from './support/open-ats.ts';

describe('the portal, in Firebase Hosting', () => {
  let baseUrl: string;
  let page: string;
  let asset: string;
  beforeAll(async () => {
    baseUrl = readDemo(dataDir()).base_url;
    const folder = await builtPortal();
    page = readFileSync(join(folder, 'index.html'), 'utf8');
    asset = `/portal/assets/${readdirSync(join(folder, 'assets')).find((name) => name.endsWith('.js'))}`;
  });

  const get = (path: string) => fetch(`${baseUrl}${path}`, { redirect: 'manual' });

  test('is the same page at every address that is no file', async () => {
    for (const path of ['/portal/', '/portal/index.html', '/portal/deliveries/x', '/portal/sign-in?next=x']) {
      const answer = await get(path);
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, page]);
    }
  });

  test('has the headers that the local server gives it', async () => {
    for (const path of ['/portal/', '/portal/deliveries/x', asset]) {
      const { status, headers } = await get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(Object.fromEntries(headers)).toMatchObject(readHostingHeaders()(path));
    }
  });

  test('is not shown in place of an asset that is missing, nor of a path with dots', async () => {
    for (const path of ['/portal/assets/gone.js', '/portal/.stamp']) {
      const answer = await get(path);
      expect([path, answer.status, await answer.text()]).not.toContain(page);
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  test('is where / leads, and /portal', async () => {
    const at = async (path: string) => {
      const { status, headers } = await get(path);
      return [status, headers.get('location')];
    };
    expect(await at('/')).toEqual([302, '/portal/']);
    expect(await at('/portal')).toEqual([301, '/portal/']);
  });
});
