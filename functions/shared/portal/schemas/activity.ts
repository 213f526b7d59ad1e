import { type Static, Type } from 'typebox';
import { answer, oneOf, orNull, page, text, time } from './shapes.ts';

const value = orNull(Type.Union([Type.String(), Type.Boolean()]));

export const ACTIVITY_ACTIONS = [
  'ats.created',
  'configuration.changed',
  'api_key.rotated',
  'webhook_secret.rotated',
  'webhook_secret.overlap_ended',
  'webhook_secrets.revealed',
  'administrator.invited',
  'administrator.password_mailed',
] as const;

export const activityAnswer = page(
  answer(
    {
      activity_id: text('The activity.'),
      created_at: time('When.'),
      ats_id: text('Of which ATS.'),
      actor: answer(
        {
          kind: oneOf(['administrator', 'staff', 'command_line', 'system'], 'How they came in.'),
          name: text('Who.'),
        },
        'Who did it.',
      ),
      action: oneOf(ACTIVITY_ACTIONS, 'What was done.'),
      changes: Type.Array(
        answer(
          { field: text('What is another now.'), before: value, after: value },
          'One field. Keys and secrets are only named.',
        ),
      ),
    },
    'One change.',
  ),
  'A page of what was changed, newest first.',
);
export type ActivityAnswer = Static<typeof activityAnswer>;
export type ActivityEntry = ActivityAnswer['data'][number];
