import { realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadLocalConfig } from '../../functions/shared/config.ts';
import { StartupError } from '../../functions/shared/core/startup-error.ts';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import { builtPortal } from '../../tests/support/built-portal.ts';
import { readDemo } from '../../tests/support/demo-server.ts';
import { rawRequest } from '../../tests/support/raw-request.ts';
import { tempDir } from '../../tests/support/temp-dir.ts';
import { ADA, TestGateway } from '../../tests/support/test-gateway.ts';
import { type LocalGateway, startLocalGateway } from './local-gateway.ts';

describe('the local gateway', () => {
  let dir: ReturnType<typeof tempDir>;
  let running: LocalGateway[];
  beforeEach(() => {
    dir = tempDir();
    running = [];
  });
  afterEach(async () => {
    for (const gateway of running) await gateway.stop();
    dir.remove();
  });

  async function start(dataDir = dir.path): Promise<LocalGateway> {
    const config = { ...loadLocalConfig({}), port: 0, dataDir, logLevel: 'silent' as const };
    const gateway = await startLocalGateway(config, {}, builtPortal);
    running.push(gateway);
    return gateway;
  }

  test('refuses a folder that another one serves, under whatever name, and takes nothing from it', async () => {
    const first = await start();
    const alias = join(dir.path, 'alias');
    symlinkSync(dir.path, alias);

    for (const folder of [dir.path, alias]) {
      const second = start(folder);
      await expect(second).rejects.toBeInstanceOf(StartupError);
      await expect(second).rejects.toThrow(
        `CarvOS already serves this folder at ${first.baseUrl}. ` +
          'Stop it, or choose another folder with CARVOS_DATA_DIR',
      );
    }
    expect((await getAts(first.runtime, 'demo')).webhookUrl).toBe(first.demo.inbox_url);
    expect(readDemo(dir.path)).toEqual(first.demo);
  });

  test('is not hindered by a demo.json that names a server that is gone, serves another folder, or is none', async () => {
    const elsewhere = tempDir();
    const other = await start(elsewhere.path);
    const mute = await start(join(dir.path, 'mute'));
    for (const base_url of ['http://127.0.0.1:1', other.baseUrl, `${mute.baseUrl}/inbox`, 'nonsense', 7]) {
      writeFileSync(join(dir.path, 'demo.json'), JSON.stringify({ base_url }));
      const gateway = await start();
      expect(readDemo(dir.path).base_url).toBe(gateway.baseUrl);
      await gateway.stop();
      running.pop();
    }
    elsewhere.remove();
  });

  test.each(['/', '/portal/', '/portal/x', '/inbox', '/inbox.json', '/inbox/demo', '/_local'])(
    'answers %s only under a name of its own, so that no web page can look in',
    async (path) => {
      const { baseUrl } = await start();
      const { port } = new URL(baseUrl);
      const method = path === '/inbox/demo' ? 'POST' : 'GET';
      const ask = (host: string) => rawRequest(baseUrl, { method, path, headers: { host } });

      for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', 'x@localhost']) {
        const answer = await ask(host);
        expect([host, answer.status, answer.text]).toEqual([host, 404, '{"detail":"No such route"}']);
      }
      for (const host of [`127.0.0.1:${port}`, 'localhost', 'LOCALHOST:1']) {
        expect([host, (await ask(host)).status]).toEqual([host, path === '/' ? 302 : 200]);
      }
    },
  );

  test('answers what needs a key under any name', async () => {
    const { baseUrl } = await start();
    const answer = await rawRequest(baseUrl, {
      path: '/v1/candidates',
      headers: { host: 'gateway.example' },
    });
    expect(answer.status).toBe(401);
  });

  test('says which folder it serves', async () => {
    const { baseUrl } = await start();
    const response = await fetch(`${baseUrl}/_local`);
    expect(await response.json()).toEqual({ data_dir: realpathSync(dir.path) });
    expect((await fetch(`${baseUrl}/_local`, { method: 'POST' })).status).toBe(405);
  });

  test('stops only when the stand-in has sent the results it promised', async () => {
    const options = {
      config: { dataDir: dir.path, aiStandInMode: 'async' },
      overrides: { inMemory: false },
    } as const;
    const first = await TestGateway.start(options);
    await first.call('POST', '/v1/candidates', { body: ADA });
    await first.work();
    expect(first.receiver.of('candidate.created')).toEqual([]);
    await first.stop();

    const second = await TestGateway.start(options);
    try {
      await second.work();
      expect(second.receiver.of('candidate.created')).toMatchObject([
        { json: { status: 'success', data: { email: 'ada@example.com' } } },
      ]);
    } finally {
      await second.stop();
    }
  });
});
