import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../../tests/support/temp-dir.ts';
import { demoFile } from '../../local/demo-file.ts';
import { lendDataFolder } from './lend-data-folder.ts';

const OURS = {
  base_url: 'http://127.0.0.1:1',
  ats_id: 'demo',
  api_key: 'carv_ours',
  incoming_secret: 'i',
  outgoing_secret: 'o',
  inbox_url: 'http://127.0.0.1:2/inbox',
  portal: { url: 'http://127.0.0.1:1/portal', email: 'a@demo.example', password: 'p' },
  staff: { email: 's@carv.example', password: 'p' },
};

describe('the data folder while the emulators run', () => {
  let dir: ReturnType<typeof tempDir>;
  let demo: string;
  beforeEach(() => {
    dir = tempDir();
    demo = join(dir.path, 'demo.json');
  });
  afterEach(() => dir.remove());

  test('afterwards has the demo.json of npm start again, byte for byte, and no variables', () => {
    writeFileSync(demo, '{"api_key": "carv_before"}');
    const lent = lendDataFolder(dir.path);
    demoFile(dir.path).write(OURS);
    const envFile = lent.writeEnv({ CARVOS_FUNCTION_URL: 'http://127.0.0.1:3/{function}' });
    expect(readFileSync(envFile, 'utf8')).toBe("CARVOS_FUNCTION_URL='http://127.0.0.1:3/{function}'\n");
    if (process.platform !== 'win32') expect(statSync(envFile).mode & 0o777).toBe(0o600);

    lent.giveBack(OURS);
    expect(readFileSync(demo, 'utf8')).toBe('{"api_key": "carv_before"}');
    expect(existsSync(envFile)).toBe(false);
  });

  test('afterwards has no demo.json where it had none', () => {
    const lent = lendDataFolder(dir.path);
    demoFile(dir.path).write(OURS);
    lent.giveBack(OURS);
    expect(existsSync(demo)).toBe(false);
  });

  test('keeps a demo.json that somebody else has written meanwhile', () => {
    const lent = lendDataFolder(dir.path);
    demoFile(dir.path).write({ ...OURS, api_key: 'carv_theirs' });
    lent.giveBack(OURS);
    expect(demoFile(dir.path).read().api_key).toBe('carv_theirs');
  });
});
