import type { Command } from 'commander';
import { runCommand } from '../ats/run-command.ts';
import { findPerson } from './find-person.ts';
import { personReport } from './person-report.ts';
import { readEmail } from './read-email.ts';

/** The commands that look at an account and change it. */
export function addAccountCommands(program: Command): void {
  program
    .command('show')
    .argument('<email>', 'whose account', readEmail)
    .description('shows an account: what it is for, whether it is enabled, when it was last signed in to')
    .action(runCommand((runtime, email: string) => personReport(runtime, email)));

  for (const [command, disabled, description] of [
    ['disable', true, 'keeps somebody out of the portal at once, and ends their sessions'],
    ['enable', false, 'lets somebody in again, with the password they had'],
  ] as const) {
    program
      .command(command)
      .argument('<email>', 'whose account', readEmail)
      .description(description)
      .action(
        runCommand(async (runtime, email: string) => {
          const { userId } = await findPerson(runtime, email);
          await runtime.portalIdentity.setDisabled(userId, disabled);
          return personReport(runtime, email);
        }),
      );
  }

  program
    .command('sign-out')
    .argument('<email>', 'whose account', readEmail)
    .description('ends every session of somebody, on every device; they may sign in again')
    .action(
      runCommand(async (runtime, email: string) => {
        const { userId } = await findPerson(runtime, email);
        await runtime.portalIdentity.revoke(userId);
        return personReport(runtime, email);
      }),
    );
}
