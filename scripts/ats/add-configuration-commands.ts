import { Argument, type Command } from 'commander';
import type { WorkspacePolicy } from '../../functions/shared/core/ats.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { describeAts } from '../../functions/shared/flows/describe-ats.ts';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import { renameAts, setWebhookUrl, updateAts } from '../../functions/shared/flows/update-ats.ts';
import { atsReport } from './ats-report.ts';
import { credentialsReport } from './credentials-report.ts';
import { runCommand } from './run-command.ts';

interface CreateOptions {
  name?: string;
  webhookUrl?: string;
}

/** The commands that create an ATS and change its configuration. */
export function addConfigurationCommands(program: Command): void {
  program
    .command('create <ats_id>')
    .description('creates an ATS; prints its API key and secrets, which are not shown again')
    .option('--name <name>', 'what people call it (default: the ats_id)')
    .option('--webhook-url <url>', 'where its webhooks go; can be set later')
    .action(
      runCommand(
        async (runtime, atsId: string, { name, webhookUrl }: CreateOptions) => {
          const created = await createAts(runtime, {
            atsId,
            name: name ?? atsId,
            webhookUrl: webhookUrl ?? null,
          });
          const ats = describeAts(await getAts(runtime, atsId), runtime.clock.now());
          return credentialsReport({
            ...ats,
            api_key: created.apiKey,
            incoming_secret: created.incomingSecret,
            outgoing_secret: created.outgoingSecret,
          });
        },
        { mayCreate: true },
      ),
    );

  program
    .command('set-url <ats_id> <url>')
    .description('sets where webhooks of an ATS go, from the next attempt on')
    .action(
      runCommand(async (runtime, atsId: string, url: string) =>
        atsReport(await setWebhookUrl(runtime, atsId, url), runtime.clock.now()),
      ),
    );

  program
    .command('rename <ats_id> <name>')
    .description('changes what people call an ATS')
    .action(
      runCommand(async (runtime, atsId: string, name: string) =>
        atsReport(await renameAts(runtime, atsId, name), runtime.clock.now()),
      ),
    );

  for (const [command, enabled, description] of [
    ['enable', true, 'lets an ATS in again; deliveries that waited go on within 10 minutes'],
    ['disable', false, 'keeps an ATS out at once; its deliveries wait, and no attempt is used up'],
  ] as const) {
    program
      .command(`${command} <ats_id>`)
      .description(description)
      .action(
        runCommand(async (runtime, atsId: string) =>
          atsReport(await updateAts(runtime, atsId, { enabled }), runtime.clock.now()),
        ),
      );
  }

  program
    .command('policy <ats_id>')
    .description('says what becomes of events for a client that is not known: provisioned, or an error')
    .addArgument(new Argument('<policy>').choices(['auto', 'strict']))
    .action(
      runCommand(async (runtime, atsId: string, policy: WorkspacePolicy) =>
        atsReport(await updateAts(runtime, atsId, { policy }), runtime.clock.now()),
      ),
    );
}
