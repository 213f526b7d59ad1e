import { type Static, Type } from 'typebox';
import { emailSchema } from './session.ts';
import { answer, flag, oneOf, orNull, page, pageQuery, request, text, time } from './shapes.ts';

export const policySchema = oneOf(
  ['auto', 'strict'],
  '`auto`: the first event for an unknown client provisions its workspace; `strict`: it must be provisioned first.',
);

const summary = {
  ats_id: text('The ATS.'),
  name: text('What people call it.'),
  enabled: flag('Whether it may push data, and is sent webhooks.'),
  webhook_url: orNull(text('Where its webhooks go.')),
  policy: policySchema,
  created_at: time('When it was onboarded.'),
  updated_at: time('When it was last changed.'),
};

export const configurationAnswer = answer(
  {
    ...summary,
    version: text('What an edit names, so that it does not overwrite a change that it has not seen.'),
    incoming_secret_overlap_until: orNull(time('Until when the previous incoming secret counts besides.')),
    outgoing_secret_overlap_until: orNull(
      time('Until when webhooks are signed with the previous secret besides.'),
    ),
    endpoint_health: oneOf(['healthy', 'unhealthy'], 'Whether its webhook URL answers in time.'),
    endpoint_health_since: orNull(time('Since when; null where it has never been otherwise.')),
    endpoint_health_reason: orNull(text('Why it is unhealthy.')),
  },
  'How an ATS is configured.',
);
export type ConfigurationAnswer = Static<typeof configurationAnswer>;

/** An administrator edits `name` and `webhook_url`, staff `enabled` and `policy`. */
export const editRequest = request({
  version: Type.String({ minLength: 1, maxLength: 200, description: 'The `version` of what was edited.' }),
  name: Type.Optional(Type.String()),
  webhook_url: Type.Optional(orNull(Type.String())),
  enabled: Type.Optional(Type.Boolean()),
  policy: Type.Optional(policySchema),
});
export type EditRequest = Static<typeof editRequest>;

export const atsQuery = {
  ...pageQuery,
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Part of the id or the name, in any case.' })),
};

export const atsSummary = answer(summary, 'An ATS in the list.');
export const atsPageAnswer = page(atsSummary, 'A page of ATSs, in the order of their ids.');
export type AtsPageAnswer = Static<typeof atsPageAnswer>;

export const onboardRequest = request({
  ats_id: Type.String({ description: '3 to 40 of a-z, 0-9 and `-`; it cannot be changed later.' }),
  name: Type.String(),
  webhook_url: Type.Optional(orNull(Type.String())),
  policy: Type.Optional(policySchema),
  administrator_email: emailSchema,
});
export type OnboardRequest = Static<typeof onboardRequest>;

export const invitationAnswer = answer(
  {
    email: text('Who is invited.'),
    url: orNull(
      text(
        'Where they set their password. Whoever has this link can do so: pass it on by a way that is safe. Null for somebody who has a password: they are sent a link by mail, and only they.',
      ),
    ),
    expires_at: orNull(time('Until when the link works.')),
  },
  "An administrator's invitation. It is shown this once.",
);
export type InvitationAnswer = Static<typeof invitationAnswer>;

export const inviteRequest = request({ email: emailSchema });

export const onboardedAnswer = answer(
  {
    ats_id: text('The ATS.'),
    api_key: text('Its API key.'),
    incoming_secret: text('Its incoming webhook secret.'),
    outgoing_secret: text('Its outgoing webhook secret.'),
    invitation: orNull(invitationAnswer),
    invitation_problem: orNull(
      text('Why there is no invitation: the ATS is there, and one can be made later.'),
    ),
  },
  'A new ATS. Key, secrets and invitation are shown this once.',
);
export type OnboardedAnswer = Static<typeof onboardedAnswer>;
