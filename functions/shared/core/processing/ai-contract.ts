import { Type } from 'typebox';
import { idSchema, optionalField } from '../records/record-fields.ts';

/**
 * The contract with Carv's AI services (spec section 10), in schemas: what is checked of what they send, and what the
 * OpenAPI document for them is made from. Bodies may hold more fields than these.
 */

const eventError = Type.Object({ code: Type.String(), message: Type.String() });

const ids = { reference_id: Type.String(), ats_id: Type.String() };

/** The body of `POST {AI_SERVICE_URL}/v1/process`. */
export const processRequestSchema = Type.Object({
  ...ids,
  workspace: idSchema,
  member: idSchema,
  event: Type.String(),
  data: Type.Object({}),
  files: Type.Array(Type.Unknown()),
});

const outcome = {
  status: Type.Union([Type.Literal('success'), Type.Literal('error')]),
  data: optionalField(Type.Object({})),
  error: optionalField(eventError),
};

/** The 200 of `process`: `data` on success, `error` otherwise. */
export const processAnswerSchema = Type.Object(outcome);

/** The body of `POST /internal/v1/results`: the answer, and which event it is of. */
export const resultSchema = Type.Object({ ...ids, ...outcome });

/** The body of `POST /internal/v1/events`: something that starts with Carv. */
export const internalEventSchema = Type.Object({
  event: Type.String(),
  /** The idempotency key, remembered like that of a webhook. */
  event_id: idSchema,
  ats_id: Type.String(),
  workspace: idSchema,
  member: optionalField(idSchema),
  data: Type.Object({}),
});
