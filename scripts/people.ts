import { Command } from 'commander';
import { fail } from './ats/fail.ts';
import { loadEnvFile } from './load-env-file.ts';
import { addAccountCommands } from './people/add-account-commands.ts';
import { addInviteCommand } from './people/add-invite-command.ts';

// Whatever is made in the data folder is for its owner only, also where the folder itself is open to others.
process.umask(0o077);
loadEnvFile();

const program = new Command('people')
  .usage('<command>')
  .description(
    'Manages who may sign in to the portal: of the embedded platform, in the folder that CARVOS_DATA_DIR names (.carvos), or with ' +
      'CARVOS_PLATFORM=gcp those of Google Cloud. Works while the server runs. Exit codes: 0 done, 1 it failed, 2 the command or its ' +
      'arguments are wrong.',
  )
  .exitOverride();

addInviteCommand(program);
addAccountCommands(program);
for (const command of program.commands) {
  command.option('--json', 'prints JSON, as it does anyway where the output is not a terminal');
}

program.parseAsync().catch((error: unknown) => {
  process.exitCode = fail(error);
});
