import { type Static, Type } from 'typebox';
import { answer, count, flag, oneOf, orNull, text, time } from './shapes.ts';

const state = oneOf(['pending', 'delivered', 'exhausted', 'cancelled'], 'How it stands.');

export const webhookShape = answer(
  {
    created_at: time('When it was to be delivered first.'),
    event: text('What it tells of.'),
    event_id: text('The same with every attempt.'),
    reference_id: text('Its flow.'),
    client_id: text("The ATS's client."),
    state,
    test: flag('From the sandbox.'),
    attempts: count('How often it was sent so far.'),
    last_status_code: orNull(Type.Integer()),
    last_reason: orNull(text('Why the last attempt was no success.')),
    next_attempt_at: orNull(time('When it is sent next; null when it is not.')),
  },
  'One outgoing webhook, without what it says.',
);

export const eventAnswer = answer(
  {
    reference_id: text('The flow.'),
    ats_id: text('The ATS.'),
    client_id: text("The ATS's client."),
    user_id: orNull(text("The ATS's user.")),
    event: text('What came in.'),
    record_id: text('What it is about.'),
    source: oneOf(['rest', 'webhook', 'ai', 'sandbox'], 'How it came in.'),
    state: oneOf(['accepted', 'awaiting_result', 'settled'], 'How far it is.'),
    outcome: orNull(oneOf(['success', 'error'], 'Null until it is settled.')),
    error: orNull(Type.Object({ code: Type.String(), message: Type.String() })),
    timeline: Type.Array(
      answer(
        {
          at: time('When.'),
          step: oneOf(
            ['accepted', 'taken_by_ai', 'result', 'webhook_created', 'attempt', 'next'],
            'What kind of step.',
          ),
          text: text('In plain words.'),
        },
        'One thing that happened, or is to happen next.',
      ),
    ),
    deliveries: Type.Array(webhookShape),
  },
  'The whole flow of one reference id.',
);
export type EventAnswer = Static<typeof eventAnswer>;
