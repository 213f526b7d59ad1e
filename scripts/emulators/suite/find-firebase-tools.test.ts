import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../../tests/support/temp-dir.ts';
import { FIREBASE_TOOLS_VERSION, findFirebaseTools, installCommand } from './find-firebase-tools.ts';

describe('firebase-tools', () => {
  const dir = tempDir();
  afterAll(dir.remove);

  function make(...path: string[]): string {
    const file = join(dir.path, ...path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    chmodSync(file, 0o755);
    return file;
  }

  test('are missing: the answer is the very command that gets them, with the version that is tried', () => {
    const env = { HOME: join(dir.path, 'nobody'), PATH: join(dir.path, 'empty') };
    const { missing = '' } = findFirebaseTools(env) as { missing?: string };

    expect(missing).toContain(installCommand(env));
    expect(installCommand(env)).toContain(`firebase-tools@${FIREBASE_TOOLS_VERSION}`);
  });

  test('are found where that command puts them, and run by this Node', () => {
    const home = join(dir.path, 'home');
    const [, folder = ''] = /--prefix (\S+)/.exec(installCommand({ HOME: home })) ?? [];
    const file = join(folder, 'node_modules/firebase-tools/lib/bin/firebase.js');
    make(file.slice(dir.path.length + 1));

    expect(findFirebaseTools({ HOME: home, PATH: '' })).toEqual({ command: [process.execPath, file] });
  });

  test('are found on the PATH: a script is run by this Node, a program of its own as it is', () => {
    const script = make('lib', 'firebase.js');
    mkdirSync(join(dir.path, 'bin'));
    symlinkSync(script, join(dir.path, 'bin', 'firebase'));
    const program = make('standalone', 'firebase');
    const at = (folder: string) => findFirebaseTools({ HOME: dir.path, PATH: join(dir.path, folder) });

    expect(at('bin')).toEqual({ command: [process.execPath, script] });
    expect(at('standalone')).toEqual({ command: [program] });
  });

  test('that FIREBASE_TOOLS names in vain are not looked for elsewhere', () => {
    expect(findFirebaseTools({ FIREBASE_TOOLS: '/nowhere/firebase' })).toEqual({
      missing: 'FIREBASE_TOOLS names /nowhere/firebase, which is not there.',
    });
  });
});
