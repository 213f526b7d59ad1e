import { spawn } from 'node:child_process';
import { DeployError } from './deploy-error.ts';

export interface ToolCall {
  command: readonly [program: string, ...args: string[]];
  env: NodeJS.ProcessEnv;
  /** What it prints is returned, and not shown. */
  capture?: true;
  /** Exit codes besides 0 that are no failure. */
  alsoFine?: readonly number[];
}

/** What to do where a program is not there. */
const REMEDIES: Readonly<Record<string, string>> = {
  terraform: 'Install Terraform 1.7 or newer: https://developer.hashicorp.com/terraform/install',
  gcloud: 'Install the Google Cloud SDK: https://cloud.google.com/sdk/docs/install',
  git: 'Install git, and run this in a clone of the repository',
  npm: 'Run this with npm: npm run deploy',
};

export interface ToolResult {
  code: number;
  /** Empty unless it was captured. */
  stdout: string;
}

/** Runs a program to its end. Throws a {@link DeployError} where it is not there, fails, or is ended by a signal. */
export async function runTool({ command, env, capture, alsoFine = [] }: ToolCall): Promise<ToolResult> {
  const [program, ...args] = command;
  const child = spawn(program, args, { env, stdio: ['inherit', capture ? 'pipe' : 'inherit', 'inherit'] });
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', (error: NodeJS.ErrnoException) => reject(missing(program, error)));
  child.once('close', (code, signal) => (code === null ? reject(ended(program, signal)) : resolve(code)));
  const code = await promise;
  if (code === 0 || alsoFine.includes(code)) return { code, stdout };
  throw new DeployError(`${commandText(command)}\nfailed with exit code ${code}: what it said is above`);
}

/** A command as one would type it. */
export function commandText(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

function missing(program: string, cause: NodeJS.ErrnoException): Error {
  if (cause.code !== 'ENOENT') return cause;
  return new DeployError(`${program} was not found. ${REMEDIES[program] ?? 'Install it'}`, { cause });
}

function ended(program: string, signal: NodeJS.Signals | null): DeployError {
  return new DeployError(`${program} was ended by ${signal}`);
}
