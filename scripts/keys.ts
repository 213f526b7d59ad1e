import { Command } from 'commander';
import { fail } from './ats/fail.ts';
import { addKeyCommands } from './keys/add-key-commands.ts';
import { loadEnvFile } from './load-env-file.ts';

// Whatever is made in the data folder is for its owner only, also where the folder itself is open to others.
process.umask(0o077);
loadEnvFile();

const program = new Command('keys')
  .usage('<command>')
  .description(
    'Manages the keys that the webhook secrets of ATSs are sealed with: of the embedded platform, in the folder that CARVOS_DATA_DIR ' +
      'names (.carvos), or with CARVOS_PLATFORM=gcp those in Secret Manager. Works while the server runs. Exit codes: 0 done, 1 it ' +
      'failed or something is left to do, 2 the command or its arguments are wrong.',
  )
  .exitOverride();

addKeyCommands(program);
for (const command of program.commands) {
  command.option('--json', 'prints JSON, as it does anyway where the output is not a terminal');
}

program.parseAsync().catch((error: unknown) => {
  process.exitCode = fail(error);
});
