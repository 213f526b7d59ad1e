import type { Command } from 'commander';
import { secretsAddCommand } from '../../functions/shared/adapters/gcp/explain-secret-error.ts';
import { addKey, keyFileOf } from '../../functions/shared/adapters/local/key-file.ts';
import { loadConfig } from '../../functions/shared/config.ts';
import { StartupError } from '../../functions/shared/core/startup-error.ts';
import { runCommand } from '../ats/run-command.ts';
import { tableText } from '../ats/text.ts';
import { countVersions } from './count-versions.ts';
import { rotateSealing } from './rotate-sealing.ts';

/** The commands that look at the keys and change them. */
export function addKeyCommands(program: Command): void {
  program
    .command('status')
    .description('shows how many secrets each version of the key has sealed')
    .action(
      runCommand(async (runtime) => {
        const versions = await countVersions(runtime);
        return {
          json: versions,
          text: tableText(
            versions.map((version) => ({ ...version })),
            'There is no key',
          ),
        };
      }),
    );

  program
    .command('add')
    .description('adds a key that seals from now on, on the embedded platform; older ones stay, to open with')
    .action(
      runCommand(async () => {
        const version = addKeyOf(process.env);
        const next = 'npm run keys -- rotate-sealing';
        return {
          json: { version },
          text: `Key version ${version} seals from now on. What older ones have sealed: ${next}\n`,
        };
      }),
    );

  program
    .command('rotate-sealing')
    .description(
      'seals every webhook secret that an older version of the key has sealed with the current one, ATS by ATS; the secrets stay what ' +
        'they are. May be interrupted and run again at any time',
    )
    .option('--dry-run', 'only counts what it would seal anew')
    .action((options: { dryRun?: true }) => rotateSealing(options.dryRun ?? false));
}

function addKeyOf(env: NodeJS.ProcessEnv): string {
  const config = loadConfig(env);
  if (config.platform === 'local') return addKey(keyFileOf(config.dataDir));
  const secret = `projects/${config.projectId}/secrets/${config.masterKeySecret}`;
  throw new StartupError(`In Secret Manager a key is added by: ${secretsAddCommand(secret)}`);
}
