import { type Static, type TObject, Type } from 'typebox';
import { answer, count, flag, oneOf, orNull, page, pageQuery, request, text, time } from './shapes.ts';

const direction = oneOf(['outgoing', 'incoming'], 'Sent to the ATS, or received from it.');
const outcome = oneOf(
  ['success', 'failure', 'error'],
  '`success`: a 2xx; `failure`: another answer; `error`: no answer.',
);

const age = (description: string) =>
  Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,8}$', description }));

/** The filters of a list of deliveries. */
export const deliveriesQuery = {
  ...pageQuery,
  direction: Type.Optional(direction),
  outcome: Type.Optional(outcome),
  event: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  status_code: Type.Optional(Type.String({ pattern: '^[1-5][0-9]{2}$' })),
  reference_id: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  since_seconds: age('Not older than this; counted from the first page on.'),
  until_seconds: age('Older than this.'),
};

export type DeliveriesQuery = Static<TObject<typeof deliveriesQuery>>;

const entry = {
  entry_id: text('The entry.'),
  created_at: time('When it happened.'),
  expires_at: time('When the entry is deleted.'),
  ats_id: text('The ATS.'),
  direction,
  event: orNull(text('What it told of; null where a signature was wrong.')),
  outcome,
  status_code: orNull(Type.Integer({ description: 'What was answered.' })),
  duration_ms: Type.Number({ description: 'How long it took.' }),
  reason: orNull(text('Why it was no success, in plain words.')),
  attempt: orNull(count('1 for the first; null for what was received.')),
  test: flag('From the sandbox.'),
  event_id: orNull(text("The webhook's `event_id`.")),
  reference_id: orNull(text('The flow it belongs to; null where nothing was accepted.')),
  client_id: orNull(text("The ATS's client.")),
};

export const deliveriesAnswer = page(
  answer(entry, 'One attempt, or one receipt.'),
  'A page of the delivery log, newest first.',
);
export type DeliveriesAnswer = Static<typeof deliveriesAnswer>;
export type DeliveryEntry = DeliveriesAnswer['data'][number];

const headers = (description: string) => Type.Record(Type.String(), Type.String(), { description });

export const wholeDeliveryAnswer = answer(
  {
    ...entry,
    request_headers: headers('Of the request.'),
    signature: orNull(text('What was sent was signed with; that of what was received is among its headers.')),
    payload: orNull(text('The JSON body, unmasked.')),
    payload_cut: flag('Whether there was more of it than 256 KiB.'),
    response_headers: headers('Of the answer: those that are kept.'),
    response_body: orNull(text('Null where there was no answer.')),
    response_body_cut: flag('Whether there was more of it than 64 KiB.'),
    resend: answer(
      {
        possible: flag('Whether the webhook can be sent again now.'),
        reason: orNull(text('Why not.')),
        state: orNull(
          oneOf(['pending', 'delivered', 'exhausted', 'cancelled'], 'How the webhook as a whole stands.'),
        ),
      },
      'Sending the webhook of this attempt again.',
    ),
  },
  'One entry of the delivery log, whole.',
);
export type WholeDeliveryAnswer = Static<typeof wholeDeliveryAnswer>;

export const weekAnswer = answer(
  {
    days: Type.Array(
      answer(
        {
          from: time('Where the day begins: days are of 24 hours, and end now.'),
          to: time('Where it ends.'),
          success: count('Attempts of outgoing webhooks with a 2xx.'),
          failure: count('With another answer.'),
          error: count('Without an answer.'),
          median_ms: orNull(
            Type.Number({ description: 'Of the newest attempts of the day; null without any.' }),
          ),
          p95_ms: orNull(Type.Number({ description: 'The same: 95 of 100 took at most so long.' })),
          sampled: count('How many attempts the two response times are taken from.'),
        },
        'One day.',
      ),
      { description: 'The oldest first.' },
    ),
  },
  'What became of the outgoing webhooks of the last seven days, tests included.',
);
export type WeekAnswer = Static<typeof weekAnswer>;

export const resentAnswer = answer(
  {
    event_id: text('The webhook.'),
    reference_id: text('Its flow.'),
    state: oneOf(['pending', 'delivered', 'exhausted', 'cancelled'], 'How it stands.'),
    next_attempt_at: orNull(time('When it is sent.')),
  },
  'The webhook is on its way again.',
);
export type ResentAnswer = Static<typeof resentAnswer>;

export const recoverRequest = request({
  since_seconds: Type.Integer({
    minimum: 1,
    maximum: 7 * 24 * 3600,
    description: 'Webhooks that were given up in this time.',
  }),
  per_second: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 50, description: 'First attempts a second; 10 if not said.' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 2048, description: 'The `next_cursor` of the batch before.' }),
  ),
});

export const recoveredAnswer = answer(
  {
    resent: count('Webhooks of this batch that are on their way again.'),
    skipped: count('Webhooks of it that changed meanwhile, or were sent again too often.'),
    next_cursor: orNull(text('What to ask for the next batch with; null when this was the last.')),
    next_at: time('When to ask for it, so that the rate holds.'),
  },
  'One batch of a recovery.',
);
export type RecoveredAnswer = Static<typeof recoveredAnswer>;
