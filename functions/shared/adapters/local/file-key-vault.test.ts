import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../../../tests/support/temp-dir.ts';
import { StartupError } from '../../core/startup-error.ts';
import { describeKeyVaultContract } from '../../ports/key-vault.contract.ts';
import { endProcesses, startProcess } from '../test-processes/start-process.ts';
import { createFileKeyVault } from './file-key-vault.ts';

describeKeyVaultContract('the key file', async () => {
  const dir = tempDir();
  const file = join(dir.path, 'key.json');
  return {
    open: async () => createFileKeyVault({ file, mayCreate: true }),
    async rotate() {
      const content = JSON.parse(readFileSync(file, 'utf8'));
      content.keys['2'] = randomBytes(32).toString('base64');
      writeFileSync(file, JSON.stringify({ ...content, current: '2' }));
    },
    close: async () => dir.remove(),
  };
});

describe('the key file', () => {
  const KEY = Buffer.alloc(32, 1).toString('base64');
  const ROOT = Buffer.alloc(32, 2).toString('base64');
  let dir: ReturnType<typeof tempDir>;
  let file: string;
  beforeEach(() => {
    dir = tempDir();
    file = join(dir.path, 'key.json');
  });
  afterEach(async () => {
    await endProcesses();
    dir.remove();
  });

  const open = (mayCreate = true) => createFileKeyVault({ file, mayCreate });
  const write = (content: string | Buffer, mode = 0o600) => writeFileSync(file, content, { mode });
  const testOnPosix = process.platform === 'win32' ? test.skip : test;

  testOnPosix('is made for its owner only, and nothing is left beside it', () => {
    open();

    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect(readdirSync(dir.path)).toEqual(['key.json']);
  });

  test('is not touched once it is there', () => {
    open();
    const before = readFileSync(file);

    open(true);
    open(false);

    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('holds other keys each time it is made', async () => {
    const { key } = await open().current();
    const other = createFileKeyVault({ file: join(dir.path, 'other.json'), mayCreate: true });

    expect(Buffer.from((await other.current()).key).equals(Buffer.from(key))).toBe(false);
    expect(Buffer.from(await other.derive('x')).equals(Buffer.from(await open().derive('x')))).toBe(false);
  });

  test('gives the key named current, and older ones by their version', async () => {
    const newer = Buffer.alloc(32, 3);
    write(JSON.stringify({ current: '2', keys: { '1': KEY, '2': newer.toString('base64') }, root: ROOT }));
    const vault = open(false);

    expect(await vault.current()).toEqual({ version: '2', key: newer });
    expect(await vault.byVersion('1')).toEqual({ version: '1', key: Buffer.alloc(32, 1) });
    await expect(vault.byVersion('3')).rejects.toThrow(`${file} has no key of version 3`);
    await expect(vault.byVersion('constructor')).rejects.toThrow(`${file} has no key of version constructor`);
  });

  test('derives keys by HKDF-SHA-256 from its root', async () => {
    write(JSON.stringify({ current: '1', keys: { '1': KEY }, root: ROOT }));

    const derived = await open(false).derive('cursor');

    // openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:0202…02 -kdfopt info:carvos:cursor HKDF
    expect(Buffer.from(derived).toString('hex')).toBe(
      '43df816a8ef3862d48260047ca696b185ea7c6d296126b16cb93e4464deb32ea',
    );
  });

  test('that is missing where it may not be made is an error that says what is at stake', () => {
    expect(() => open(false)).toThrow(StartupError);
    expect(() => open(false)).toThrow(
      new RegExp(`^The key file ${file} is missing, and without it the secrets .* cannot be opened`),
    );
    expect(existsSync(file)).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['half of it', '{"current": "1", "keys": {'],
    ['words', 'not JSON'],
    ['bytes', Buffer.from([0, 255, 1])],
  ])('of %s is not JSON, and says so', (_, content) => {
    write(content);

    expect(() => open()).toThrow(StartupError);
    expect(() => open()).toThrow(`The key file ${file} is not JSON`);
    expect(readFileSync(file).equals(Buffer.from(content))).toBe(true);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['a list', []],
    ['nothing in it', {}],
    ['no root', { current: '1', keys: { '1': KEY } }],
    ['no current', { keys: { '1': KEY }, root: ROOT }],
    ['a current that is not there', { current: '2', keys: { '1': KEY }, root: ROOT }],
    ['a current that only looks like one', { current: 'constructor', keys: { '1': KEY }, root: ROOT }],
    ['a current that is a number', { current: 1, keys: { '1': KEY }, root: ROOT }],
    ['no keys', { current: '1', keys: {}, root: ROOT }],
    ['keys that are null', { current: '1', keys: null, root: ROOT }],
    ['a key that is too short', { current: '1', keys: { '1': KEY.slice(4) }, root: ROOT }],
    ['an older key that is damaged', { current: '1', keys: { '1': KEY, '0': '' }, root: ROOT }],
    ['a key that is no text', { current: '1', keys: { '1': 5 }, root: ROOT }],
    ['a root that is too long', { current: '1', keys: { '1': KEY }, root: `AAAA${ROOT}` }],
  ])('with %s is damaged, and says so', (_, content) => {
    write(JSON.stringify(content));

    expect(() => open()).toThrow(StartupError);
    expect(() => open()).toThrow(`The key file ${file} is damaged`);
  });

  testOnPosix.each([0o640, 0o604, 0o660, 0o666, 0o644, 0o620])(
    'of mode %o is refused, with the remedy',
    (mode) => {
      open();
      chmodSync(file, mode);

      expect(() => open()).toThrow(StartupError);
      expect(() => open()).toThrow(`The key file ${file} may be read by others. Run: chmod 600 ${file}`);

      chmodSync(file, 0o600);
      expect(() => open()).not.toThrow();
    },
  );

  testOnPosix('that is a folder is an error of its own, not damage', () => {
    mkdirSync(file, { mode: 0o700 });

    expect(() => open()).toThrow(StartupError);
    expect(() => open()).toThrow(`${file} is a folder, and a file is needed there`);
  });

  test('in a folder that is not there cannot be made', () => {
    file = join(dir.path, 'missing', 'key.json');

    expect(() => open()).toThrow(StartupError);
    expect(() => open()).toThrow(`${file} cannot be made: its folder is not there`);
  });

  test('made by several processes at once is one, which all of them use', async () => {
    const processes = Array.from({ length: 4 }, () => startProcess('open-key-vault.ts', file));
    await Promise.all(processes.map((process) => process.nextLine()));

    for (const process of processes) process.tell('go');
    const keys = await Promise.all(processes.map((process) => process.nextLine()));
    expect(await Promise.all(processes.map((process) => process.ended))).toEqual([0, 0, 0, 0]);

    const { key } = await open(false).current();
    expect(new Set(keys)).toEqual(new Set([Buffer.from(key).toString('hex')]));
    expect(readdirSync(dir.path)).toEqual(['key.json']);
  }, 30_000);
});
