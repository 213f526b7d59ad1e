import { Command, CommanderError, Option } from 'commander';
import { type DeployOptions, deploy } from './deploy/deploy.ts';
import { DeployError } from './deploy/deploy-error.ts';

const STEPS = `
Steps, each of which stops it where it fails:
  1  the tree     must be clean
  2  the release  npm run build; the tree must be what it was
  3  the plan     terraform plan, with that release
  4  apply        that very plan, once you have said yes
  5  Hosting      firebase deploy, the portal's pages
  6  smoke test   health, OpenAPI, a 401 without a key, the portal's headers

Safe to run again from wherever it ended. terraform init comes first, once;
docs/operations.md says how. Exit codes: 0 done, 1 it failed or was not
confirmed, 2 the arguments are wrong.`;

const program = new Command('deploy')
  .description(
    'Deploys what is checked out to Google Cloud: the functions and all that is around them, and the portal.',
  )
  .option('--dry-run', 'builds and plans, says what it would do, and changes nothing')
  .option(
    '--rollback <object>',
    'plans with an earlier release, carvos-functions-<sha256>.zip, in place of a build',
  )
  .addOption(new Option('--only <step>', 'only this step').choices(['smoke']))
  .option('--yes', 'applies the plan without asking')
  .addHelpText('after', STEPS)
  .exitOverride();

try {
  program.parse();
  await deploy(program.opts<DeployOptions>(), process.env, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`\n${error instanceof DeployError ? error.message : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
