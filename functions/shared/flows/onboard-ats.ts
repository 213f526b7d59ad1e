import type { WorkspacePolicy } from '../core/ats.ts';
import { GatewayError } from '../core/errors.ts';
import type { Logger } from '../ports/logger.ts';
import {
  type AtsCredentials,
  type AtsDeps,
  AtsExistsError,
  assertNewAts,
  storeNewAts,
} from './create-ats.ts';
import { type InTimeDeps, inTime } from './in-time.ts';
import {
  findInvitable,
  type Invitation,
  type InviteDeps,
  inviteAdministrator,
} from './invite-administrator.ts';

export interface OnboardRequest {
  atsId: string;
  name: string;
  webhookUrl: string | null;
  policy?: WorkspacePolicy | undefined;
  administratorEmail: string;
}

export interface Onboarded extends AtsCredentials {
  /** Undefined where it could not be made: the ATS is there all the same, and its key and secrets are shown only now. */
  invitation: Invitation | undefined;
}

/** What is left of an answer's own time once the ATS is there: its key and secrets must get through. */
const INVITE_DEADLINE_MS = 8000;

/** Makes an ATS and invites its administrator. Throws `validation_failed` or `already_exists`, and then there is neither. */
export async function onboardAts(
  deps: AtsDeps & InviteDeps & InTimeDeps & { log: Logger },
  { administratorEmail, ...ats }: OnboardRequest,
): Promise<Onboarded> {
  await assertNewAts(deps, ats);
  await findInvitable(deps, ats.atsId, administratorEmail);
  const credentials = await storeNewAts(deps, ats).catch((error: unknown) => {
    if (!(error instanceof AtsExistsError)) throw error;
    throw new GatewayError('already_exists', { detail: error.message });
  });
  try {
    const inviting = inviteAdministrator(deps, ats.atsId, administratorEmail);
    return { ...credentials, invitation: await inTime(deps, INVITE_DEADLINE_MS, inviting) };
  } catch (error) {
    deps.log.warn('onboarding.not_invited', { error: error as Error });
    return { ...credentials, invitation: undefined };
  }
}
