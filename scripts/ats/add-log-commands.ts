import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AttemptOutcome } from '../../functions/shared/core/delivery/delivery.ts';
import type { Direction } from '../../functions/shared/core/delivery-log/delivery-log-entry.ts';
import { describeLogEntry, describeWholeLogEntry } from '../../functions/shared/flows/describe-log-entry.ts';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import { getLogEntry } from '../../functions/shared/flows/get-log-entry.ts';
import { type LogQuery, pageDeliveryLog } from '../../functions/shared/flows/page-delivery-log.ts';
import { logEntryText, logPageText } from './log-text.ts';
import { readCount } from './read-count.ts';
import { readDuration } from './read-duration.ts';
import { runCommand } from './run-command.ts';

const MAX_LISTED = 100;

interface LogOptions {
  direction?: Direction;
  outcome?: AttemptOutcome;
  event?: string;
  status?: number;
  reference?: string;
  since?: number;
  until?: number;
  limit: number;
  cursor?: string;
}

/** The commands that look into the delivery log. */
export function addLogCommands(program: Command): void {
  program
    .command('log [ats_id]')
    .description('lists the delivery log, newest first: of one ATS, or of all of them')
    .addOption(new Option('--direction <direction>', 'only these').choices(['incoming', 'outgoing']))
    .addOption(new Option('--outcome <outcome>', 'only these').choices(['success', 'failure', 'error']))
    .option('--event <event>', 'only this event, such as candidate.created')
    .option('--status <code>', 'only what was answered so, such as 503', readStatus)
    .option('--reference <reference_id>', 'only what is of this flow')
    .option('--since <age>', 'only the last 30m, 2h, 7d …', readDuration)
    .option('--until <age>', 'only what was before the last 30m, 2h, 7d …', readDuration)
    .option('--limit <count>', `at most so many, up to ${MAX_LISTED}`, readCount(MAX_LISTED), 25)
    .option('--cursor <cursor>', 'goes on after a page; with the same filters as that one')
    .action(
      runCommand(async (runtime, atsId: string | undefined, options: LogOptions) => {
        if (atsId !== undefined) await getAts(runtime, atsId);
        const { limit, cursor } = options;
        const page = await pageDeliveryLog(runtime, queryOf(atsId, options), { limit, cursor });
        const json = { data: page.entries.map(describeLogEntry), next_cursor: page.nextCursor };
        return { json, text: logPageText(json) };
      }),
    );

  program
    .command('log-entry <entry_id>')
    .description('shows one entry of the delivery log whole: headers, signature, payload and answer')
    .action(
      runCommand(async (runtime, entryId: string) => {
        const json = describeWholeLogEntry(await getLogEntry(runtime, entryId));
        return { json, text: logEntryText(json) };
      }),
    );
}

function queryOf(atsId: string | undefined, options: LogOptions): LogQuery {
  const { direction, outcome, event, status, reference, since, until } = options;
  return {
    ...(atsId === undefined ? {} : { atsId }),
    ...(direction === undefined ? {} : { direction }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(event === undefined ? {} : { event }),
    ...(status === undefined ? {} : { statusCode: status }),
    ...(reference === undefined ? {} : { referenceId: reference }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

function readStatus(text: string): number {
  if (!/^[1-9][0-9]{2}$/.test(text)) throw new InvalidArgumentError('It is a status code, such as 503.');
  return Number(text);
}
