import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Delivery } from '../../functions/shared/core/delivery/delivery.ts';
import { describeDelivery, describeEvent } from '../../functions/shared/flows/describe-event.ts';
import { eventTimeline } from '../../functions/shared/flows/event-timeline.ts';
import { listAts } from '../../functions/shared/flows/list-ats.ts';
import { listDeliveries } from '../../functions/shared/flows/list-deliveries.ts';
import { getAts } from '../../functions/shared/flows/update-ats.ts';
import { describeAts } from './describe.ts';
import { readAge } from './read-age.ts';
import { runCommand } from './run-command.ts';
import { eventText, fieldsText, tableText } from './text.ts';

const MAX_LISTED = 1000;

interface DeliveriesOptions {
  state?: Delivery['state'];
  event?: string;
  since?: number;
  limit: number;
}

/** The commands that look, and change nothing. */
export function addInspectionCommands(program: Command): void {
  program
    .command('list')
    .description('lists all ATSs, by id')
    .action(
      runCommand(async ({ store }) => {
        const json = (await listAts(store)).map(describeAts);
        return {
          json,
          text: tableText(json, 'There is no ATS yet. Make one: npm run ats -- create <ats_id>'),
        };
      }),
    );

  program
    .command('show <ats_id>')
    .description('shows one ATS')
    .action(
      runCommand(async (runtime, atsId: string) => {
        const json = describeAts(await getAts(runtime, atsId));
        return { json, text: fieldsText(json) };
      }),
    );

  program
    .command('deliveries <ats_id>')
    .description('lists the webhooks of an ATS, newest first')
    .addOption(
      new Option('--state <state>', 'only these').choices(['pending', 'delivered', 'exhausted', 'cancelled']),
    )
    .option('--event <event>', 'only this event, such as candidate.created')
    .option('--since <age>', 'only those of the last 30m, 2h, 7d …', readAge)
    .option('--limit <count>', `at most so many, up to ${MAX_LISTED}`, readLimit, 25)
    .action(
      runCommand(async (runtime, atsId: string, { state, event, since, limit }: DeliveriesOptions) => {
        await getAts(runtime, atsId);
        const deliveries = await listDeliveries(runtime.store, {
          atsId,
          limit,
          ...(state ? { state } : {}),
          ...(event ? { event } : {}),
          ...(since === undefined ? {} : { since: runtime.clock.now() - since }),
        });
        const json = deliveries.map(describeDelivery);
        return { json, text: tableText(json, 'No webhooks that fit') };
      }),
    );

  program
    .command('event <reference_id>')
    .description('tells the whole story of one reference id')
    .action(
      runCommand(async ({ store }, referenceId: string) => {
        const json = describeEvent(await eventTimeline(store, referenceId));
        return { json, text: eventText(json) };
      }),
    );
}

function readLimit(text: string): number {
  const limit = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LISTED)
    throw new InvalidArgumentError(`It is a number from 1 to ${MAX_LISTED}.`);
  return limit;
}
