import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadLocalConfig } from '../functions/shared/config.ts';
import { StartupError, toStartupError } from '../functions/shared/core/startup-error.ts';
import { createLocalRuntime } from '../functions/shared/runtime/local-runtime.ts';
import { runScript } from '../tests/support/child-server.ts';
import { tempDir } from '../tests/support/temp-dir.ts';

const ATS_LIST = ['scripts/ats.ts', 'list'];
const START = ['scripts/start.ts'];

describe('what whoever starts CarvOS can put right', () => {
  let dir: ReturnType<typeof tempDir>;
  let dataDir: string;
  beforeEach(async () => {
    dir = tempDir();
    dataDir = join(dir.path, 'data');
    await createLocalRuntime({ ...loadLocalConfig({}), dataDir, logLevel: 'silent' }).close();
  });
  afterEach(() => dir.remove());

  const inFolder = (name: string) => join(dataDir, name);
  const ruin = (name: string) => {
    rmSync(inFolder(name), { force: true });
    writeFileSync(inFolder(name), 'words '.repeat(100), { mode: 0o600 });
  };

  test.each<[string, string[], () => void, RegExp]>([
    [
      'a key file that is missing',
      START,
      () => rmSync(inFolder('key.json')),
      /key\.json is missing.* Put a copy/,
    ],
    ['a key file that is damaged', ATS_LIST, () => ruin('key.json'), /key\.json is not JSON\. Put a copy/],
    [
      'a key file that is too open',
      START,
      () => chmodSync(inFolder('key.json'), 0o644),
      /key\.json may be read by others\. Run: chmod 600 /,
    ],
    [
      'a database that is none',
      START,
      () => ruin('carvos.db'),
      /carvos\.db: this file is not a database\. Move/,
    ],
    ['an inbox that is none', START, () => ruin('inbox.db'), /inbox\.db: this file is not a database\. Move/],
    [
      'a database of a newer release',
      ATS_LIST,
      () => {
        const db = new DatabaseSync(inFolder('carvos.db'));
        db.exec('PRAGMA user_version = 7');
        db.close();
      },
      /carvos\.db was made by a newer release of CarvOS/,
    ],
    [
      'a folder where the database belongs',
      ATS_LIST,
      () => {
        rmSync(inFolder('carvos.db'));
        mkdirSync(inFolder('carvos.db'));
      },
      /carvos\.db cannot be opened/,
    ],
    [
      'a file where the folder belongs',
      START,
      () => {
        rmSync(dataDir, { recursive: true });
        writeFileSync(dataDir, '');
      },
      /data cannot be made, because a file stands where a folder is needed/,
    ],
  ])('%s is told without a stack, with exit code 2', async (_, script, damage, message) => {
    damage();

    const { code, stdout, stderr } = await runScript(script, { CARVOS_DATA_DIR: dataDir, PORT: '0' });

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toContain(dataDir);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('toStartupError', () => {
  const PATH = '/data/carvos.db';
  const sqliteError = (errcode: number) => ({ code: 'ERR_SQLITE_ERROR', errcode });

  test.each<[object, RegExp]>([
    [{ code: 'EACCES' }, /may not be read or written by this user/],
    [{ code: 'EPERM' }, /may not be read or written by this user/],
    [{ code: 'EROFS' }, /read-only/],
    [{ code: 'ENOTDIR' }, /a file stands where a folder is needed/],
    [{ code: 'EEXIST' }, /a file stands where a folder is needed/],
    [{ code: 'ENOSPC' }, /no room left on the disk/],
    [{ code: 'EDQUOT' }, /no room left on the disk/],
    [{ code: 'EISDIR' }, /is a folder, and a file is needed there/],
    [{ code: 'ENOENT' }, /its folder is not there/],
    [sqliteError(5), /is held by another program/],
    [sqliteError(8), /read-only/],
    // SQLITE_READONLY_DIRECTORY: the primary code is in the low byte.
    [sqliteError(8 | (6 << 8)), /read-only/],
    [sqliteError(11), /is damaged/],
    [sqliteError(13), /no room left on the disk/],
    [sqliteError(14), /cannot be opened/],
    [sqliteError(26), /is not a database/],
  ])('explains %j, naming the file and what to do', (problem, message) => {
    const cause = Object.assign(new Error('raw'), problem);
    const explained = toStartupError(cause, PATH) as StartupError;

    expect(explained).toBeInstanceOf(StartupError);
    expect(explained.message).toMatch(message);
    expect(explained.message).toContain(PATH);
    expect(explained.message).toContain('CARVOS_DATA_DIR');
    expect(explained.cause).toBe(cause);
  });

  test.each([new Error('a bug'), new TypeError('x'), sqliteError(1), undefined, 'text'])(
    'leaves %p as it is',
    (error) => {
      expect(toStartupError(error, PATH)).toBe(error);
    },
  );
});
