import { outgoingEventId } from '../core/envelope.ts';
import type { FlowStep } from '../core/flow-steps.ts';
import type { JsonObject } from '../core/json/json-value.ts';
import type { describeDelivery, describeEvent } from '../flows/describe-event.ts';
import { CLIENT_ID, oneExample, REFERENCE_ID, USER_ID } from './examples.ts';
import { invalidPath } from './invalid-request.ts';
import { toOperation } from './operation.ts';
import { refTo } from './references.ts';

/** As many properties as the code shows: one more or less does not compile. */
type Properties<T> = Record<keyof T, JsonObject>;
type Shown = ReturnType<typeof describeEvent>;

const text = (description: string) => ({ type: 'string', description });
const textOrNull = (description: string) => ({ type: ['string', 'null'], description });
const time = (description: string) => ({ type: 'string', format: 'date-time', description });

const STEPS: Record<FlowStep['step'], string> = {
  accepted: 'came in and was stored',
  taken_by_ai: 'the AI service promised a result',
  result: 'the outcome',
  webhook_created: 'a webhook is to be delivered',
  attempt: 'an attempt to deliver it',
  next: 'what comes next',
};

export function eventSchemas(): JsonObject {
  const event: Properties<Shown> = {
    reference_id: refTo('schemas', 'ReferenceId'),
    ats_id: text('Your ATS.'),
    client_id: text('Your id of the client.'),
    user_id: textOrNull('Your id of the user; null where Carv named none.'),
    event: text('What came in, such as `candidate.created`.'),
    record_id: text('What it is about: a record, a meeting, a client or a user.'),
    source: { type: 'string', enum: ['rest', 'webhook', 'ai', 'sandbox'], description: 'How it came in.' },
    state: {
      type: 'string',
      enum: ['accepted', 'awaiting_result', 'settled'],
      description: 'To be handed to the AI service, taken by it, or done.',
    },
    outcome: {
      type: ['string', 'null'],
      enum: ['success', 'error', null],
      description: 'Null until it is settled.',
    },
    error: {
      anyOf: [refTo('schemas', 'EventError'), { type: 'null' }],
      description: 'Why the outcome is an error.',
    },
    timeline: {
      type: 'array',
      items: refTo('schemas', 'TimelineStep'),
      description: 'What happened, in the order of time; then what comes next.',
    },
    deliveries: {
      type: 'array',
      items: refTo('schemas', 'Delivery'),
      description: "The webhooks that came of it: about workspace and member first, then the event's own.",
    },
  };
  return {
    Timeline: closed(event, 'The whole flow of one reference id.'),
    TimelineStep: closed(stepProperties(), 'One thing that happened, or is to happen next.'),
    Delivery: closed(deliveryProperties(), 'One outgoing webhook, without what it says.'),
  };
}

function stepProperties(): Properties<Shown['timeline'][number]> {
  const steps = Object.entries(STEPS).map(([step, about]) => `\`${step}\`: ${about}`);
  return {
    at: time('When, in UTC.'),
    step: { type: 'string', enum: Object.keys(STEPS), description: `${steps.join('; ')}.` },
    text: text('In plain words, for people.'),
  };
}

function deliveryProperties(): Properties<ReturnType<typeof describeDelivery>> {
  return {
    created_at: time('When it was to be delivered first.'),
    event: text('What it tells of.'),
    event_id: text("The webhook's own `event_id`: the same with every attempt."),
    reference_id: refTo('schemas', 'ReferenceId'),
    client_id: text('Your id of the client.'),
    state: {
      type: 'string',
      enum: ['pending', 'delivered', 'exhausted', 'cancelled'],
      description: '`exhausted`: the last attempt failed too.',
    },
    test: { type: 'boolean', description: 'From the sandbox: synthetic data, sent once.' },
    attempts: { type: 'integer', minimum: 0, description: 'How often it was sent so far.' },
    last_status_code: { type: ['integer', 'null'], description: 'What your server answered last.' },
    last_reason: textOrNull('Why the last attempt was no success, in plain words.'),
    next_attempt_at: {
      ...time('When it is sent next; null when it is not.'),
      type: ['string', 'null'],
    },
  };
}

function closed(properties: Record<string, JsonObject>, description: string): JsonObject {
  const required = Object.keys(properties);
  return { type: 'object', description, required, properties, additionalProperties: false };
}

export function eventPaths(): JsonObject {
  return {
    '/v1/events/{reference_id}': {
      parameters: [
        {
          name: 'reference_id',
          in: 'path',
          required: true,
          description: 'The `reference_id` of a 202, or of a webhook.',
          schema: { type: 'string', format: 'uuid' },
          example: REFERENCE_ID,
        },
      ],
      get: toOperation({
        operationId: 'getEvent',
        tag: 'Events',
        summary: 'Follow one reference id',
        description:
          'The whole story of one accepted event: how and when it came, what the AI service made of it, every attempt to deliver its webhooks, what comes next and when. Kept for 7 days after the event and its webhooks are settled.',
        needs: 'key',
        answer: {
          status: 200,
          description: 'The flow as it stands.',
          schema: refTo('schemas', 'Timeline'),
          examples: oneExample('retried', 'The first attempt failed', exampleTimeline()),
        },
        errors: ['NotFound'],
        invalid: [invalidPath('reference_id')],
      }),
    },
  };
}

function exampleTimeline(): JsonObject {
  const event = 'candidate.created';
  const at = (rest: string) => `2026-02-25T10:${rest}Z`;
  return {
    reference_id: REFERENCE_ID,
    ats_id: 'demo',
    client_id: CLIENT_ID,
    user_id: USER_ID,
    event,
    record_id: 'cand-1042',
    source: 'rest',
    state: 'settled',
    outcome: 'success',
    error: null,
    timeline: [
      { at: at('30:00.000'), step: 'accepted', text: `${event} received by REST and accepted` },
      { at: at('30:01.204'), step: 'result', text: 'result of AI: success' },
      { at: at('30:01.204'), step: 'webhook_created', text: `webhook ${event} is to be delivered` },
      {
        at: at('30:01.300'),
        step: 'attempt',
        text: `${event}, attempt 1: The endpoint answered 500, 81 ms`,
      },
      { at: at('31:04.112'), step: 'next', text: `${event}, attempt 2` },
    ],
    deliveries: [
      {
        created_at: at('30:01.204'),
        event,
        event_id: outgoingEventId(REFERENCE_ID, event),
        reference_id: REFERENCE_ID,
        client_id: CLIENT_ID,
        state: 'pending',
        test: false,
        attempts: 1,
        last_status_code: 500,
        last_reason: 'The endpoint answered 500',
        next_attempt_at: at('31:04.112'),
      },
    ],
  };
}
