import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { findFirebaseTools } from '../emulators/suite/find-firebase-tools.ts';
import { DeployError } from './deploy-error.ts';
import { runTool, type ToolCall } from './run-tool.ts';
import { readOutput } from './terraform.ts';

const CONFIG = 'dist/firebase.json';

/** Throws a {@link DeployError} where the pages could not be deployed, so that this shows before anything else is. */
export function requireFirebaseTools(env: NodeJS.ProcessEnv): readonly [program: string, ...args: string[]] {
  const found = findFirebaseTools(env);
  if ('missing' in found) throw new DeployError(found.missing);
  return found.command;
}

interface HostingConfig {
  rewrites: { function?: { functionId: string; region: string } }[];
}

/** Deploys the portal's pages, with their routes and headers, to the site that Terraform has made and the functions in its region. */
export async function deployHosting(env: NodeJS.ProcessEnv, commit: string): Promise<void> {
  const project = await readOutput(env, 'project_id');
  const site = await readOutput(env, 'portal_site');
  const region = await readOutput(env, 'region');
  // firebase.json is the same for every deployment: it names no site, and the emulators' region. Paths in it go by where it lies.
  const { hosting } = JSON.parse(readFileSync('firebase.json', 'utf8')) as { hosting: HostingConfig };
  const rewrites = hosting.rewrites.map((rewrite) =>
    rewrite.function ? { ...rewrite, function: { ...rewrite.function, region } } : rewrite,
  );
  mkdirSync('dist', { recursive: true });
  writeFileSync(
    CONFIG,
    JSON.stringify({ hosting: { ...hosting, rewrites, site, public: 'hosting' } }, null, 2),
  );
  await runTool({ command: hostingCommand(env, { project, commit }), env });
}

export function hostingCommand(
  env: NodeJS.ProcessEnv,
  { project, commit }: { project: string; commit: string },
): ToolCall['command'] {
  const options = ['--config', CONFIG, '--project', project, '--message', commit, '--non-interactive'];
  return [...requireFirebaseTools(env), 'deploy', '--only', 'hosting', ...options];
}
