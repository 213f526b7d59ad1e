import { shownTime } from '../../shared/flows/describe-event.ts';
import { type Invitation, inviteAdministrator } from '../../shared/flows/invite-administrator.ts';
import { onboardAts } from '../../shared/flows/onboard-ats.ts';
import {
  type InvitationAnswer,
  invitationAnswer,
  inviteRequest,
  onboardedAnswer,
  onboardRequest,
} from '../../shared/portal/schemas/ats.ts';
import { operation } from '../operation.ts';

const NOT_INVITED = 'The ATS is there, but its administrator could not be invited. Invite them from its page';

const onboard = operation({
  operationId: 'onboardAts',
  who: 'staff',
  summary: 'Onboard an ATS, and invite its administrator',
  body: onboardRequest,
  status: 201,
  answer: onboardedAnswer,
  errors: ['already_exists'],
  async handle(deps, { actor, body }) {
    const { apiKey, incomingSecret, outgoingSecret, invitation } = await onboardAts(
      { ...deps, actor },
      {
        atsId: body.ats_id,
        name: body.name,
        webhookUrl: body.webhook_url ?? null,
        policy: body.policy,
        administratorEmail: body.administrator_email,
      },
    );
    return {
      body: {
        ats_id: body.ats_id,
        api_key: apiKey,
        incoming_secret: incomingSecret,
        outgoing_secret: outgoingSecret,
        invitation: invitation ? describeInvitation(invitation) : null,
        invitation_problem: invitation ? null : NOT_INVITED,
      },
    };
  },
});

const invite = operation({
  operationId: 'inviteAdministrator',
  who: 'staff',
  summary: 'Invite an administrator of an ATS, or invite them once more',
  body: inviteRequest,
  status: 201,
  answer: invitationAnswer,
  errors: ['already_exists'],
  handle: async (deps, { actor, atsId, body }) => ({
    body: describeInvitation(await inviteAdministrator({ ...deps, actor }, atsId, body.email)),
  }),
});

function describeInvitation({ email, link }: Invitation): InvitationAnswer {
  return { email, url: link?.url ?? null, expires_at: link ? shownTime(link.expiresAt) : null };
}

export const onboardingOperations = { onboard, invite };
