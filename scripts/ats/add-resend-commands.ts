import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { describeDelivery, shownTime } from '../../functions/shared/flows/describe-event.ts';
import { getAts } from '../../functions/shared/flows/get-ats.ts';
import type { ListPosition } from '../../functions/shared/flows/list-position.ts';
import { type RecoverRequest, recoverDeliveries } from '../../functions/shared/flows/recover-deliveries.ts';
import { resendDelivery } from '../../functions/shared/flows/resend-delivery.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { readCount } from './read-count.ts';
import { type Moment, momentAt, readMoment } from './read-moment.ts';
import { runCommand } from './run-command.ts';
import { fieldsText } from './text.ts';

const DEFAULT_RATE = 10;
const MAX_RATE = 50;

interface RecoverOptions {
  since: Moment;
  rate: number;
}

/** The commands that send webhooks again. */
export function addResendCommands(program: Command): void {
  program
    .command('resend <ats_id> <event_id>')
    .description(
      'sends a webhook again that was delivered or is exhausted: the same bytes and event_id, a new ladder, now',
    )
    .action(
      runCommand(async (runtime, atsId: string, eventId: string) => {
        await getAts(runtime, atsId);
        const json = describeDelivery(await resendDelivery(runtime, atsId, eventId));
        return { json, text: fieldsText(json) };
      }),
    );

  program
    .command('recover <ats_id>')
    .description('sends everything again that an ATS has not taken on all five attempts')
    .requiredOption(
      '--since <time>',
      'what came to its end since then: 2h, 7d, or 2026-02-25T02:00:00Z',
      readMoment,
    )
    .option('--rate <count>', `first attempts a second, up to ${MAX_RATE}`, readCount(MAX_RATE), DEFAULT_RATE)
    .addHelpText(
      'after',
      '\nNewest first, with its progress on standard error. Ctrl+C stops it after the batch under way; begun anew it goes on with\n' +
        'what is left. The exit code is then 130. What fails again waits on its new ladder, and is not sent a third time.',
    )
    .action(
      runCommand(async (runtime, atsId: string, { since, rate }: RecoverOptions) => {
        await getAts(runtime, atsId);
        const recovery = { atsId, since: momentAt(since, runtime.clock.now()), perSecond: rate };
        const json = await recover(runtime, recovery);
        return { json, text: fieldsText(json) };
      }),
    );
}

/** Batch after batch until there is none, or until somebody stops it. */
async function recover(runtime: Runtime, recovery: Omit<RecoverRequest, 'after'>) {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const total = { resent: 0, skipped: 0, finished: false };
  let after: ListPosition | undefined;
  try {
    while (!stop.signal.aborted && !total.finished) {
      const { resent, skipped, next, nextAt } = await recoverDeliveries(runtime, { ...recovery, after });
      total.resent += resent;
      total.skipped += skipped;
      total.finished = next === null;
      if (next === null) break;
      after = next;
      process.stderr.write(`${total.resent} sent again, back to ${shownTime(next.createdAt)}\n`);
      await wait(Math.max(nextAt - runtime.clock.now(), 0), undefined, { signal: stop.signal }).catch(
        () => {},
      );
    }
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
  // As a shell says it of what was interrupted.
  if (!total.finished) process.exitCode = 130;
  return total;
}
