import { type Command, Option } from 'commander';
import { OUTGOING_EVENTS } from '../../functions/shared/core/outgoing-events.ts';
import { describePreview, describeSandboxResult } from '../../functions/shared/flows/describe-sandbox.ts';
import { previewSandbox, sendSandbox } from '../../functions/shared/flows/sandbox.ts';
import { type Report, runCommand } from './run-command.ts';
import { fieldsText } from './text.ts';

interface SandboxOptions {
  preview?: boolean;
  previewId?: string;
}

/** The command that sends a test webhook. */
export function addSandboxCommand(program: Command): void {
  const events = OUTGOING_EVENTS.map(({ event, about }) => `  ${event.padEnd(26)} ${about}`).join('\n');
  program
    .command('sandbox <ats_id> <event>')
    .description(
      'sends a test webhook of synthetic data to an ATS, once and at once; exits with 1 where there is no 2xx',
    )
    .addOption(
      new Option('--preview', 'shows exactly what would be sent, and sends nothing').conflicts('previewId'),
    )
    .option('--preview-id <id>', 'sends exactly what was previewed, ids and time included')
    .addHelpText('after', `\nEvents:\n${events}`)
    .action(
      runCommand(async (runtime, atsId: string, event: string, { preview, previewId }: SandboxOptions) => {
        if (preview) return previewReport(describePreview(await previewSandbox(runtime, atsId, event)));
        const request = previewId === undefined ? { event } : { previewId, event };
        return resultReport(describeSandboxResult(await sendSandbox(runtime, atsId, request)));
      }),
    );
}

function previewReport(json: ReturnType<typeof describePreview>): Report {
  const { body, ...fields } = json;
  return { json, text: `${fieldsText(fields)}\n${body}\n` };
}

function resultReport(json: ReturnType<typeof describeSandboxResult>): Report {
  if (json.outcome !== 'success') process.exitCode = 1;
  const { body, ...fields } = json;
  return { json, text: `${fieldsText(fields)}\n${body}\n` };
}
