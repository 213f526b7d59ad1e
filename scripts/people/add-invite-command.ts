import { type Command, Option } from 'commander';
import { shownTime } from '../../functions/shared/flows/describe-event.ts';
import { inviteAdministrator } from '../../functions/shared/flows/invite-administrator.ts';
import type { LocalRuntime } from '../../functions/shared/runtime/local-runtime.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { runCommand } from '../ats/run-command.ts';
import { fieldsText } from '../ats/text.ts';
import { inviteStaff } from './invite-staff.ts';
import { portalOf } from './portal-of.ts';
import { readEmail } from './read-email.ts';

interface InviteOptions {
  ats?: string;
  staff?: true;
}

/** The command that lets somebody in. */
export function addInviteCommand(program: Command): void {
  program
    .command('invite')
    .argument('<email>', 'who is invited', readEmail)
    .description(
      'lets somebody sign in, as an administrator of one ATS or as Carv staff; prints the link by which they set their password, once. ' +
        'For somebody who was invited before: another link',
    )
    .addOption(new Option('--ats <ats_id>', 'the ATS that they administer').conflicts('staff'))
    .option('--staff', "they are of Carv's staff, and support every ATS")
    .action(async (email: string, options: InviteOptions, command: Command) => {
      const { ats, staff } = options;
      if (ats === undefined && !staff) {
        command.error("error: say what they are invited for: '--ats <ats_id>' or '--staff'");
      }
      await invite(email, ats);
    });
}

const invite = runCommand(async (runtime, email: string, atsId: string | undefined) => {
  const deps = { ...runtime, portal: portalOf(runtime, process.env) };
  const { link, ...invited } =
    atsId === undefined ? await inviteStaff(deps, email) : await inviteAdministrator(deps, atsId, email);
  const json = {
    email: invited.email,
    role: atsId === undefined ? 'staff' : 'administrator',
    ats_id: atsId ?? null,
    url: link?.url ?? mailedLink(runtime, deps.portal.url),
    expires_at: link ? shownTime(link.expiresAt) : null,
  };
  const note = link
    ? 'Give the link to them, and to nobody else: whoever opens it first sets the password.\n'
    : 'They have a password already, and have been sent a link for a new one by mail.\n';
  return { json, text: `${fieldsText(json)}\n${note}` };
});

/** The link of the mail that nobody has sent, as there is no mail server on a developer's machine; null where there is one. */
function mailedLink(
  runtime: Runtime & Partial<Pick<LocalRuntime, 'mails'>>,
  portalUrl: string,
): string | null {
  return runtime.mails?.at(-1)?.link.replace(runtime.portal.url, portalUrl) ?? null;
}
