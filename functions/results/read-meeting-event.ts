import { contentHash } from '../shared/core/json/canonical-json.ts';
import type { JsonObject, JsonValue } from '../shared/core/json/json-value.ts';
import {
  MEETING_OUTPUTS,
  type MeetingOutput,
  meetingOutput,
  meetingOutputSchema,
} from '../shared/core/meetings/meeting-outputs.ts';
import { internalEventSchema } from '../shared/core/processing/ai-contract.ts';
import { validationError } from '../shared/core/validation-error.ts';
import type { JsonBody } from '../shared/http/parse-json-body.ts';
import { compileValidator } from '../shared/http/validate.ts';

/** Something that Carv has made of a meeting, as it comes in. */
export interface MeetingEvent {
  output: MeetingOutput;
  eventId: string;
  atsId: string;
  clientId: string;
  userId: string | null;
  meetingId: string;
  data: JsonObject;
  contentHash: string;
}

const validateEvent = compileValidator(internalEventSchema, 'body');

const DATA_VALIDATORS = new Map(
  MEETING_OUTPUTS.map((output) => [output, compileValidator(meetingOutputSchema(output), 'body')]),
);

/** Reads the body of `POST /internal/v1/events`. Throws a 422 for what does not fit. */
export function readMeetingEvent({ value, plain }: JsonBody, byteLength: number): MeetingEvent {
  validateEvent(plain, byteLength);
  const { event, event_id, ats_id, workspace, member, data } = value as Record<string, JsonValue>;
  const output = meetingOutput(String(event));
  if (output === undefined) {
    const msg = `Unknown event. Known are: ${MEETING_OUTPUTS.map(({ event }) => event).join(', ')}`;
    throw validationError({ loc: ['body', 'event'], msg, type: 'unknown_event' });
  }
  DATA_VALIDATORS.get(output)?.((plain as { data: unknown }).data, byteLength);
  return {
    output,
    eventId: String(event_id),
    atsId: String(ats_id),
    clientId: String(workspace),
    userId: typeof member === 'string' ? member : null,
    meetingId: String((data as JsonObject).meeting_id),
    data: data as JsonObject,
    contentHash: contentHash(value),
  };
}
