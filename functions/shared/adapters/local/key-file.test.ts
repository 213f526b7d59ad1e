import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../../../tests/support/temp-dir.ts';
import { StartupError } from '../../core/startup-error.ts';
import { createFileKeyVault } from './file-key-vault.ts';
import { addKey, keyFileOf } from './key-file.ts';

describe('a key that is added to the key file', () => {
  let dir: ReturnType<typeof tempDir>;
  let file: string;
  beforeEach(() => {
    dir = tempDir();
    file = keyFileOf(dir.path);
  });
  afterEach(() => dir.remove());

  const open = () => createFileKeyVault({ file, mayCreate: true });

  test('is the current one at once, for a vault that is open too; the older one and derived keys stay', async () => {
    const vault = open();
    const old = await vault.current();
    const derived = await vault.derive('cursor');
    expect(addKey(file)).toBe('2');
    expect((await vault.current()).version).toBe('2');
    for (const one of [vault, open()]) {
      expect(await one.byVersion('1')).toEqual(old);
      expect(await one.byVersion('2')).toEqual(await vault.current());
      expect(await one.derive('cursor')).toEqual(derived);
    }
    expect(addKey(file)).toBe('3');
  });

  test('is found by its version where a vault that was open before has sealed nothing since', async () => {
    const vault = open();
    addKey(file);
    expect((await vault.byVersion('2')).version).toBe('2');
  });

  test('leaves a file for its owner only, and nothing beside it', () => {
    open();
    addKey(file);
    if (process.platform !== 'win32') expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect(readdirSync(dir.path)).toEqual(['key.json']);
  });

  test('while another is being added is refused, and says what to do if none is', () => {
    open();
    const before = readFileSync(file, 'utf8');
    writeFileSync(`${file}.lock`, '1\n');
    expect(() => addKey(file)).toThrow(StartupError);
    expect(() => addKey(file)).toThrow(`If none is, remove ${file}.lock`);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(existsSync(`${file}.lock`)).toBe(true);
  });

  test.each([
    ['damaged', '{}', 'is damaged'],
    ['not JSON', '{', 'is not JSON'],
  ])('to a file that is %s is refused, and the file stays as it is', (_, content, message) => {
    writeFileSync(file, content, { mode: 0o600 });
    expect(() => addKey(file)).toThrow(message);
    expect(readFileSync(file, 'utf8')).toBe(content);
    expect(readdirSync(dir.path)).toEqual(['key.json']);
  });

  test('to a file that is not there is refused, and makes none', () => {
    expect(() => addKey(join(dir.path, 'other.json'))).toThrow(StartupError);
    expect(readdirSync(dir.path)).toEqual([]);
  });

  test('is never made up for a file that has gone: a vault that is open then seals no more, and still opens', async () => {
    const vault = open();
    const { version, key } = await vault.current();
    dir.remove();
    await expect(vault.current()).rejects.toThrow(StartupError);
    expect(await vault.byVersion(version)).toEqual({ version, key });
  });
});
