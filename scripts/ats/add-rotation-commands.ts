import { Argument, type Command, Option } from 'commander';
import type { SecretPurpose } from '../../functions/shared/core/seal-secret.ts';
import { shownTime } from '../../functions/shared/flows/describe-event.ts';
import { endSecretOverlap } from '../../functions/shared/flows/end-secret-overlap.ts';
import {
  rotateApiKey,
  rotateWebhookSecret,
  rotateWithOverlap,
} from '../../functions/shared/flows/rotate-credentials.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { atsReport } from './ats-report.ts';
import { credentialsReport } from './credentials-report.ts';
import { readDuration } from './read-duration.ts';
import { type Report, runCommand } from './run-command.ts';

interface RotateSecretOptions {
  overlap?: number;
  endOverlap?: boolean;
}

const ABOUT_OVERLAPS = `
Without --overlap the new secret takes effect at once, and no other counts any
more. With it two secrets count until its end, and never more than two: the new
one and the one that was the newest before. Where an overlap is under way, the
older of its two secrets stops counting at once.

During an overlap, webhooks that come in may be signed with either secret. Those
that go out carry two v1, the new secret's first and the old one's last. To a
receiver that
  checks every v1   either secret fits: it may change at any time until the end
  keeps the last    only the old one fits until the end, and then only the new
  keeps the first   only the new one fits at once, as without --overlap
  refuses two v1    none fits until the end: rotate without --overlap
docs/integrate.md says in which order to change what.`;

/** The commands that give an ATS new credentials. */
export function addRotationCommands(program: Command): void {
  program
    .command('rotate-key <ats_id>')
    .description('gives an ATS a new API key and prints it; the previous one stops working at once')
    .action(
      runCommand(async (runtime, atsId: string) =>
        credentialsReport({ ats_id: atsId, api_key: await rotateApiKey(runtime, atsId) }),
      ),
    );

  program
    .command('rotate-secret <ats_id>')
    .description(
      'gives an ATS a new webhook secret for one direction and prints it; it takes effect at once, or with an overlap',
    )
    .addArgument(new Argument('<direction>').choices(['incoming', 'outgoing']))
    .option(
      '--overlap <duration>',
      'lets the secret before count too for so long, such as 24h; from 1m to 7d',
      readDuration,
    )
    .addOption(
      new Option(
        '--end-overlap',
        'ends an overlap at once: only the newest secret counts; no new one is made',
      ).conflicts('overlap'),
    )
    .addHelpText('after', ABOUT_OVERLAPS)
    .action(
      runCommand(async (runtime, atsId: string, direction: SecretPurpose, options: RotateSecretOptions) => {
        if (options.endOverlap) {
          return atsReport(await endSecretOverlap(runtime, atsId, direction), runtime.clock.now());
        }
        return rotateSecret(runtime, atsId, direction, options.overlap);
      }),
    );
}

async function rotateSecret(
  runtime: Runtime,
  atsId: string,
  direction: SecretPurpose,
  overlapMs: number | undefined,
): Promise<Report> {
  const report = (secret: string, overlapUntil: string | null) =>
    credentialsReport({
      ats_id: atsId,
      [`${direction}_secret`]: secret,
      [`${direction}_secret_overlap_until`]: overlapUntil,
    });
  if (overlapMs === undefined) return report(await rotateWebhookSecret(runtime, atsId, direction), null);
  const { secret, overlapUntil } = await rotateWithOverlap(runtime, atsId, direction, overlapMs);
  const until = shownTime(overlapUntil);
  const { json, text } = report(secret, until);
  const note = `Until ${until} the secret that was the newest before counts too. Any older one no longer does.\n`;
  return { json, text: `${text}${note}` };
}
