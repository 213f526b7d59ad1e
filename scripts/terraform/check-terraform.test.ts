import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../tests/support/temp-dir.ts';
import { type CheckOutcome, checkTerraform } from './check-terraform.ts';

const { path: root, remove } = tempDir();
mkdirSync(join(root, 'infra/tests'), { recursive: true });
writeFileSync(join(root, 'infra/tests/all.tftest.hcl'), '');
mkdirSync(join(root, 'infra/modules/function'), { recursive: true });
const LOCK = join(root, 'infra/.terraform.lock.hcl');

afterAll(remove);

/** A terraform that fails at the first command that `failing` matches. */
function check(failing?: RegExp, env: NodeJS.ProcessEnv = {}) {
  const ran: string[] = [];
  const said: string[] = [];
  const outcome: CheckOutcome = checkTerraform({
    root,
    env,
    say: (line) => said.push(line),
    run(folder, [, ...args]) {
      const command = `${folder.slice(root.length + 1) || '.'}: ${args.join(' ')}`;
      ran.push(command);
      if (/^infra: init/.test(command)) writeFileSync(LOCK, '');
      return failing?.test(command)
        ? { status: 1, output: `Error: no ${command}` }
        : { status: 0, output: 'Success!\n' };
    },
  });
  return { outcome, ran, said: said.join('\n') };
}

describe('checking the Terraform code', () => {
  test('checks the format, and validates and tests all of it without a backend', () => {
    const { outcome, ran } = check();
    expect(outcome).toBe('passed');
    expect(ran).toEqual(
      expect.arrayContaining([
        '.: fmt -check -diff -recursive infra',
        'infra: init -backend=false -input=false -no-color',
        'infra: validate -no-color',
        'infra: test -no-color',
        'infra/modules/function: validate -no-color',
      ]),
    );
  });

  test('without terraform says what it has not run', () => {
    const { outcome, ran, said } = check(/-version/);
    expect([outcome, ran]).toEqual(['not run', ['.: -version']]);
    expect(said).toMatch(/^NOT RUN: terraform fmt, validate and test\. There is no terraform/);
  });

  test('without providers says why it has not run the rest, in which it finds what is wrong all the same', () => {
    const { outcome, said } = check(/^infra: init/);
    expect(outcome).toBe('not run');
    expect(said).toContain('Error: no infra: init');
    expect(said).toMatch(/^NOT RUN: terraform validate and test of infra\./m);
    expect(check(/^infra: init|function: validate/).outcome).toBe('failed');
  });

  test.each([/: fmt/, /^infra: validate/, /^infra: test/, /function: validate/])(
    'fails with %s, and shows what terraform said',
    (failing) => {
      const { outcome, said } = check(failing);
      expect(outcome).toBe('failed');
      expect(said).toMatch(/^Error: no .*: (fmt|validate|test)/m);
    },
  );

  test('asks for no providers where they are laid before it', () => {
    const file = join(root, 'cli.tfrc');
    writeFileSync(file, 'provider_installation {\n  dev_overrides {}\n}\n');
    const { ran } = check(undefined, { TF_CLI_CONFIG_FILE: file });
    expect(ran).toContain('infra: get');
    expect(ran.filter((command) => command.includes(': init'))).toEqual([]);
  });

  test('leaves no lock file behind, and one that was there where it is', () => {
    check();
    expect(existsSync(LOCK)).toBe(false);
    writeFileSync(LOCK, '');
    check();
    expect(existsSync(LOCK)).toBe(true);
  });
});
