import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a command in a folder to its end, and resolves to its status and what it wrote. */
export type Run = (
  folder: string,
  command: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
) => { status: number | null; output: string };

export interface CheckTerraformDeps {
  /** The folder of the project. */
  root: string;
  run: Run;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
}

/** `failed` where something is wrong with the code; `not run` where it could not be found out, or not all of it. */
export type CheckOutcome = 'passed' | 'failed' | 'not run';

const FOLDERS = ['infra', 'infra/modules/function'];

/** Checks the format, validates, and runs the plan tests of everything in `infra/`. Nothing of a cloud is asked or planned. */
export function checkTerraform(deps: CheckTerraformDeps): CheckOutcome {
  const { root, run, env, say } = deps;
  if (run(root, ['terraform', '-version'], env).status !== 0) {
    say('NOT RUN: terraform fmt, validate and test. There is no terraform on the PATH.');
    return 'not run';
  }
  const format = run(root, ['terraform', 'fmt', '-check', '-diff', '-recursive', 'infra'], env);
  if (format.status !== 0) {
    say(`${format.output}\nterraform fmt -recursive infra puts this in order.`);
    return 'failed';
  }
  say('terraform fmt: in order');
  const outcomes: CheckOutcome[] = FOLDERS.map((folder) => checkFolder(deps, folder));
  return outcomes.find((one) => one === 'failed') ?? outcomes.find((one) => one === 'not run') ?? 'passed';
}

function checkFolder({ root, run, env, say }: CheckTerraformDeps, name: string): CheckOutcome {
  const folder = join(root, name);
  const dataDir = mkdtempSync(join(tmpdir(), 'carvos-terraform-'));
  const lock = join(folder, '.terraform.lock.hcl');
  const hadLock = existsSync(lock);
  const terraform = (...args: string[]) =>
    run(folder, ['terraform', ...args], { ...env, TF_DATA_DIR: dataDir, TF_IN_AUTOMATION: '1' });
  try {
    const prepared = hasOverrides(env)
      ? terraform('get')
      : terraform('init', '-backend=false', '-input=false', '-no-color');
    if (prepared.status !== 0) {
      say(`NOT RUN: terraform validate and test of ${name}. Its providers could not be had.`);
      say(firstError(prepared.output));
      return 'not run';
    }
    const steps = [['validate', '-no-color'], ...(hasTests(folder) ? [['test', '-no-color']] : [])];
    for (const step of steps) {
      const { status, output } = terraform(...step);
      if (status !== 0) {
        say(`${output}\nterraform ${step[0]} of ${name} has failed.`);
        return 'failed';
      }
      say(`terraform ${step[0]} of ${name}: ${summary(output)}`);
    }
    return 'passed';
  } finally {
    rmSync(dataDir, { recursive: true });
    // The true one, of every platform that it is for, is written by the `terraform init` of whoever deploys.
    if (!hadLock) rmSync(lock, { force: true });
  }
}

/** With these Terraform takes providers from where they lie, and `init` would still look for them elsewhere. */
function hasOverrides({ TF_CLI_CONFIG_FILE: file }: NodeJS.ProcessEnv): boolean {
  return file !== undefined && existsSync(file) && /\bdev_overrides\b/.test(readFileSync(file, 'utf8'));
}

function hasTests(folder: string): boolean {
  const tests = join(folder, 'tests');
  return existsSync(tests) && readdirSync(tests).some((file) => file.endsWith('.tftest.hcl'));
}

/** What Terraform says of the first thing that is wrong; all of it where it does not call that an error. */
function firstError(output: string): string {
  const [error] = /^Error: .*(?:\n\n(?:.+\n?)+)?/m.exec(output) ?? [output];
  return error.trim();
}

/** The line that says how it went. */
function summary(output: string): string {
  return /^Success.*/m.exec(output)?.[0] ?? output.trim();
}
