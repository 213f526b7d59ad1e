import { Command } from 'commander';
import { addConfigurationCommands } from './ats/add-configuration-commands.ts';
import { addInspectionCommands } from './ats/add-inspection-commands.ts';
import { addLogCommands } from './ats/add-log-commands.ts';
import { addResendCommands } from './ats/add-resend-commands.ts';
import { addRotationCommands } from './ats/add-rotation-commands.ts';
import { addSandboxCommand } from './ats/add-sandbox-command.ts';
import { fail } from './ats/fail.ts';
import { loadEnvFile } from './load-env-file.ts';

// Whatever is made in the data folder is for its owner only, also where the folder itself is open to others.
process.umask(0o077);
loadEnvFile();

const program = new Command('ats')
  .usage('<command>')
  .description(
    'Manages the ATSs of the embedded platform, in the folder that CARVOS_DATA_DIR names (.carvos). Works while the server ' +
      'runs. Exit codes: 0 done, 1 it failed, 2 the command or its arguments are wrong.',
  )
  .exitOverride();

addInspectionCommands(program);
addConfigurationCommands(program);
addResendCommands(program);
addRotationCommands(program);
addSandboxCommand(program);
addLogCommands(program);
for (const command of program.commands) {
  command.option('--json', 'prints JSON, as it does anyway where the output is not a terminal');
}

// Who reads along may have read enough (… list | head).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

program.parseAsync().catch((error: unknown) => {
  process.exitCode = fail(error);
});
