import { createInterface } from 'node:readline/promises';
import { DeployError } from './deploy-error.ts';
import { deployHosting, requireFirebaseTools } from './hosting.ts';
import { buildRelease, fetchRelease, type Release, readCommit, releaseHash } from './release.ts';
import { commandText, runTool } from './run-tool.ts';
import { smokeTest } from './smoke-test.ts';
import { applyCommand, type Plan, planRelease, readOutput } from './terraform.ts';

export interface DeployOptions {
  dryRun?: true;
  /** The object of an earlier release, in place of a build. */
  rollback?: string;
  only?: 'smoke';
  /** The plan is not asked about. */
  yes?: true;
}

type Tell = (line: string) => void;

/**
 * Deploys what is checked out, step by step, and stops at the first that fails: a {@link DeployError}. Each step finds done what was done
 * before, so it may be run again from wherever it ended.
 */
export async function deploy(options: DeployOptions, env: NodeJS.ProcessEnv, tell: Tell): Promise<void> {
  if (options.only === 'smoke') return smoke(env, tell);
  const { rollback } = options;
  if (rollback === undefined) requireFirebaseTools(env);
  else releaseHash(rollback);
  tell('— The tree');
  const commit = await readCommit(env);
  tell(`clean, at ${commit}`);
  tell(rollback === undefined ? '— The release' : '— The earlier release');
  const release =
    rollback === undefined ? await buildRelease(env, commit) : await fetchRelease(env, rollback);
  tell(`${release.zip}\nSHA-256 ${release.hash}`);
  tell('— The plan');
  const plan = await planRelease(env, release, { isDryRun: options.dryRun ?? false });
  if (options.dryRun) return tellOfTheRest(plan, { release, rollback }, tell);
  await apply(plan, { env, tell, isAsked: !options.yes });
  if (rollback === undefined) {
    tell('— Hosting');
    await deployHosting(env, commit);
  } else {
    tell('Hosting stays as it is: its pages are of the release that was deployed last.');
  }
  await smoke(env, tell);
}

function tellOfTheRest(
  plan: Plan,
  { release, rollback }: { release: Release; rollback: string | undefined },
  tell: Tell,
): void {
  tell(`— Dry run: nothing was changed. Without --dry-run, with the release ${release.hash}, it would then`);
  tell(
    plan.hasChanges
      ? `ask, and run: ${commandText(applyCommand(plan))}`
      : 'apply nothing, as the plan is empty',
  );
  tell(rollback === undefined ? 'run: firebase deploy --only hosting' : 'leave Hosting as it is');
  tell('ask the health check, the OpenAPI document, a call without a key and the portal for their answers');
}

async function apply(
  plan: Plan,
  { env, tell, isAsked }: { env: NodeJS.ProcessEnv; tell: Tell; isAsked: boolean },
): Promise<void> {
  if (!plan.hasChanges) return tell('Nothing to change: what is planned is what there is.');
  if (isAsked && !(await isConfirmed())) {
    throw new DeployError('Nothing was applied: the answer was not "yes"');
  }
  tell('— Applying the plan');
  await runTool({ command: applyCommand(plan), env });
}

async function isConfirmed(): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    const answer = await Promise.race([
      lines.question('Apply this plan? Only "yes" is taken for it: '),
      closed,
    ]);
    return answer.trim() === 'yes';
  } finally {
    lines.close();
  }
}

async function smoke(env: NodeJS.ProcessEnv, tell: Tell): Promise<void> {
  tell('— Smoke test');
  const deployment = {
    apiUrl: await readOutput(env, 'api_url'),
    portalUrl: await readOutput(env, 'portal_url'),
  };
  await smokeTest(deployment, tell);
  tell('Done.');
}
