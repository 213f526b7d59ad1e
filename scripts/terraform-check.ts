import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { checkTerraform } from './terraform/check-terraform.ts';

const HELP = `npm run check:terraform [-- options]

Checks the Terraform code in infra/: format, validity, and the plan tests, which ask nothing of a cloud. It takes terraform from the
PATH, and providers from where Terraform's own configuration says (TF_CLI_CONFIG_FILE). What is not there is said, and not run.

  --demand   fail where something could not be run
  --help
`;

try {
  const { values } = parseArgs({
    options: { demand: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) process.stdout.write(HELP);
  else {
    const outcome = checkTerraform({
      root: '.',
      env: process.env,
      say: (line) => process.stdout.write(`${line}\n`),
      run(cwd, [command, ...args], env) {
        const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
        return { status, output: `${stdout}${stderr}` };
      },
    });
    process.exitCode = outcome === 'failed' || (outcome === 'not run' && values.demand) ? 1 : 0;
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
  process.exitCode = 2;
}
