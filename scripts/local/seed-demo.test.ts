import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadLocalConfig } from '../../functions/shared/config.ts';
import { apiKeyMatches } from '../../functions/shared/core/api-key.ts';
import { StartupError } from '../../functions/shared/core/startup-error.ts';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import { updateAts } from '../../functions/shared/flows/update-ats.ts';
import { createLocalRuntime, type LocalRuntime } from '../../functions/shared/runtime/local-runtime.ts';
import { tempDir } from '../../tests/support/temp-dir.ts';
import { seedDemo } from './seed-demo.ts';

describe('seedDemo', () => {
  let dir: ReturnType<typeof tempDir>;
  let file: string;
  let runtime: LocalRuntime;
  let warnings: string[];
  beforeEach(() => {
    dir = tempDir();
    file = join(dir.path, 'demo.json');
    warnings = [];
    const logDestination = new Writable({
      write(line, _encoding, done) {
        warnings.push(String(line));
        done();
      },
    });
    runtime = createLocalRuntime(
      { ...loadLocalConfig({}), dataDir: dir.path },
      { inMemory: true, logDestination, passwordCost: { N: 2, r: 1, p: 1 } },
    );
  });
  afterEach(async () => {
    await runtime.close();
    dir.remove();
  });

  const seed = (port = 8080) => seedDemo(runtime, { baseUrl: `http://127.0.0.1:${port}`, dataDir: dir.path });
  const webhookUrl = async () => (await getAts(runtime, 'demo')).webhookUrl;

  test.each([
    [null, 'http://127.0.0.1:9000/inbox'],
    ['http://127.0.0.1:8080/inbox', 'http://127.0.0.1:9000/inbox'],
    ['http://127.0.0.1:1234/inbox', 'http://127.0.0.1:9000/inbox'],
    [
      'http://127.0.0.1:8080/inbox?answer=500,200&delay_ms=5',
      'http://127.0.0.1:9000/inbox?answer=500,200&delay_ms=5',
    ],
    ['http://127.0.0.1:8080/inbox/demo?answer=500', 'http://127.0.0.1:9000/inbox/demo?answer=500'],
    ['http://127.0.0.1:8080/inboxes', 'http://127.0.0.1:8080/inboxes'],
    ['http://127.0.0.1:8080/hooks', 'http://127.0.0.1:8080/hooks'],
    ['http://127.0.0.1:8080/x/inbox', 'http://127.0.0.1:8080/x/inbox'],
    ['https://127.0.0.1:8080/inbox', 'https://127.0.0.1:8080/inbox'],
    ['https://ats.example/inbox', 'https://ats.example/inbox'],
  ])('on another port the webhook URL %s becomes %s, whatever demo.json says', async (before, after) => {
    await seed(8080);
    await updateAts(runtime, 'demo', { webhookUrl: before });
    rmSync(file);

    await seed(9000);

    expect(await webhookUrl()).toBe(after);
  });

  test('a start that changes nothing leaves the ATS and its credentials as they are, and warns of nothing', async () => {
    const first = await seed();
    const [before] = await runtime.store.getAll('ats/demo');

    expect(await seed()).toEqual(first);
    const [after] = await runtime.store.getAll('ats/demo');
    expect(after?.version).toBe(before?.version);
    expect(warnings).toEqual([]);
  });

  test.each([
    ['nothing', undefined],
    ['a key that is a number', '{"api_key": 5, "base_url": {}, "inbox_url": []}'],
    ['a list', '[1, 2]'],
    ['null', 'null'],
    ['a text', '"carv_"'],
    ['garbage', '{"api_key": '],
    ['another key', '{"api_key": "carv_x_y"}'],
  ])(
    'a demo.json of %s is written anew, with a new key and new passwords, and says so',
    async (_, content) => {
      const first = await seed();
      if (content === undefined) rmSync(file);
      else writeFileSync(file, content);

      const demo = await seed();

      const anew = expect.stringMatching(/^[\w-]{16}$/);
      expect(demo).toEqual({
        ...first,
        api_key: expect.stringMatching(/^carv_/),
        portal: { ...first.portal, password: anew },
        staff: { ...first.staff, password: anew },
      });
      expect(demo.api_key).not.toBe(first.api_key);
      expect(apiKeyMatches(demo.api_key, (await getAts(runtime, 'demo')).apiKeyHash)).toBe(true);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(demo);
      const named = ['"email":"admin@demo.example"', '"email":"staff@carv.example"', file];
      expect(warnings).toHaveLength(named.length);
      for (const name of named) expect(warnings).toContainEqual(expect.stringContaining(name));
      for (const { email, password } of [demo.portal, demo.staff]) {
        expect(await runtime.portalIdentity.signIn(email, password)).toBeDefined();
      }
    },
  );

  test('a demo.json that cannot be written is an error that names it', async () => {
    mkdirSync(file);

    await expect(seed()).rejects.toThrow(StartupError);
    await expect(seed()).rejects.toThrow(`${file} is a folder`);
    expect(statSync(file).isDirectory()).toBe(true);
  });
});
