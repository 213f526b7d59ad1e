import { resolve } from 'node:path';
import { DeployError } from './deploy-error.ts';
import type { Release } from './release.ts';
import { runTool, type ToolCall } from './run-tool.ts';

const INFRA = '-chdir=infra';
const PLAN_FILE = 'dist/deploy.tfplan';

/** What `plan -detailed-exitcode` ends with where there is something to change. */
const HAS_CHANGES = 2;

export interface Plan {
  file: string;
  hasChanges: boolean;
}

/** Plans with a release, and keeps the plan. A dry run does not even lock the state. */
export async function planRelease(
  env: NodeJS.ProcessEnv,
  release: Release,
  { isDryRun }: { isDryRun: boolean },
): Promise<Plan> {
  const file = resolve(PLAN_FILE);
  const lock = isDryRun ? ['-lock=false'] : [];
  const options = [
    '-input=false',
    '-detailed-exitcode',
    ...lock,
    // The same on every machine, so that the state does not change with the folder that one works in.
    `-var=release_zip=../${release.zip}`,
    `-out=${file}`,
  ];
  const { code } = await runTool({
    command: ['terraform', INFRA, 'plan', ...options],
    env,
    alsoFine: [HAS_CHANGES],
  });
  return { file, hasChanges: code === HAS_CHANGES };
}

/** The command that makes what was planned, and nothing else. */
export function applyCommand({ file }: Plan): ToolCall['command'] {
  return ['terraform', INFRA, 'apply', '-input=false', file];
}

/** One output of the state that is deployed, which is a text. Throws a {@link DeployError} where there is none. */
export async function readOutput(env: NodeJS.ProcessEnv, name: string): Promise<string> {
  const { stdout } = await runTool({ command: ['terraform', INFRA, 'output', '-json'], env, capture: true });
  let value: unknown;
  try {
    value = (JSON.parse(stdout) as Record<string, { value?: unknown }>)[name]?.value;
  } catch (cause) {
    throw new DeployError('terraform output -json has printed no JSON', { cause });
  }
  if (typeof value === 'string' && value !== '') return value;
  throw new DeployError(`Terraform's state has no output ${name}: has it been applied, and with this tree?`);
}
