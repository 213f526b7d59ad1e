import { type Command, Option } from 'commander';
import type { Delivery } from '../../functions/shared/core/delivery/delivery.ts';
import { describeActivity } from '../../functions/shared/flows/describe-activity.ts';
import { describeAts } from '../../functions/shared/flows/describe-ats.ts';
import { describeDelivery, describeEvent } from '../../functions/shared/flows/describe-event.ts';
import { describeHealth } from '../../functions/shared/flows/describe-health.ts';
import { eventTimeline } from '../../functions/shared/flows/event-timeline.ts';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import { listAts } from '../../functions/shared/flows/list-ats.ts';
import { listDeliveries } from '../../functions/shared/flows/list-deliveries.ts';
import { pageActivity } from '../../functions/shared/flows/page-activity.ts';
import { activityText } from './activity-text.ts';
import { readCount } from './read-count.ts';
import { readDuration } from './read-duration.ts';
import { runCommand } from './run-command.ts';
import { eventText, fieldsText, tableText } from './text.ts';

const MAX_LISTED = 1000;
const MAX_ACTIVITIES = 100;

interface ActivityOptions {
  limit: number;
  cursor?: string;
}

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
      runCommand(async ({ store, clock }) => {
        const json = (await listAts(store)).map((ats) => describeAts(ats, clock.now()));
        const rows = json.map(withoutOverlaps);
        return {
          json,
          text: tableText(rows, 'There is no ATS yet. Make one: npm run ats -- create <ats_id>'),
        };
      }),
    );

  program
    .command('show <ats_id>')
    .description('shows one ATS, and how its endpoint is')
    .action(
      runCommand(async (runtime, atsId: string) => {
        const ats = describeAts(await getAts(runtime, atsId), runtime.clock.now());
        const json = { ...ats, ...(await describeHealth(runtime.store, atsId)) };
        return { json, text: fieldsText(json) };
      }),
    );

  program
    .command('activity [ats_id]')
    .description('lists what was changed, by whom and when, newest first: of one ATS, or of all of them')
    .option('--limit <count>', `at most so many, up to ${MAX_ACTIVITIES}`, readCount(MAX_ACTIVITIES), 25)
    .option('--cursor <cursor>', 'goes on after a page')
    .action(
      runCommand(async (runtime, atsId: string | undefined, { limit, cursor }: ActivityOptions) => {
        const page = await pageActivity(runtime, atsId, { limit, cursor });
        const json = { data: page.activities.map(describeActivity), next_cursor: page.nextCursor };
        return { json, text: activityText(json) };
      }),
    );

  program
    .command('deliveries <ats_id>')
    .description('lists the webhooks of an ATS, newest first')
    .addOption(
      new Option('--state <state>', 'only these').choices(['pending', 'delivered', 'exhausted', 'cancelled']),
    )
    .option('--event <event>', 'only this event, such as candidate.created')
    .option('--since <age>', 'only those of the last 30m, 2h, 7d …', readDuration)
    .option('--limit <count>', `at most so many, up to ${MAX_LISTED}`, readCount(MAX_LISTED), 25)
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

/** Two wide columns, nearly always empty, are not worth their place in a table. */
function withoutOverlaps({
  incoming_secret_overlap_until: _incoming,
  outgoing_secret_overlap_until: _outgoing,
  ...row
}: ReturnType<typeof describeAts>) {
  return row;
}
