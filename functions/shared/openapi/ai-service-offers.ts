import type { JsonObject } from '../core/json/json-value.ts';
import { MEETING_OUTPUTS, meetingOutputSample } from '../core/meetings/meeting-outputs.ts';
import { AI_FAILURE } from './ai-service-process.ts';
import { CLIENT_ID, type Examples, REFERENCE_ID, USER_ID } from './examples.ts';
import { INVALID, type Invalid, invalidBody } from './invalid-request.ts';
import { accepted, toOperation } from './operation.ts';
import { refTo } from './references.ts';

const TAG = 'CarvOS';

/** What CarvOS offers to the AI services. */
export function offeredPaths(): JsonObject {
  return { '/internal/v1/results': { post: results() }, '/internal/v1/events': { post: events() } };
}

const TOO_DEEP: Invalid = {
  ...INVALID.tooDeep,
  issues: [{ loc: ['body'], msg: 'The body nests deeper than 65 levels', type: 'too_deep' }],
};

function results(): JsonObject {
  const ids = { reference_id: REFERENCE_ID, ats_id: 'demo' };
  return toOperation({
    operationId: 'postResult',
    tag: TAG,
    summary: 'Send the result of an event',
    description:
      'The result of an event that was answered 202. It may come before that answer has been written down, and it may come twice: the first one counts, and the others are answered alike. Repeat it until it is answered 202; a 4xx other than 408 is final.',
    needs: 'token',
    body: {
      schema: refTo('schemas', 'Result'),
      examples: {
        success: {
          summary: 'Processed',
          value: { ...ids, status: 'success', data: { email: 'sanne.jansen@example.com' } },
        },
        error: { summary: 'It cannot be processed', value: { ...ids, status: 'error', error: AI_FAILURE } },
      },
    },
    answer: accepted('Taken, or known already. The reference id is that of the event.'),
    errors: ['NotFound', 'ResultTooLarge'],
    invalid: [invalidBody('status', undefined), withoutData(), TOO_DEEP],
  });
}

function events(): JsonObject {
  return toOperation({
    operationId: 'postEvent',
    tag: TAG,
    summary: 'Send what starts with Carv',
    description:
      'An output of a meeting. It is delivered to the ATS as a webhook of the same name, and shown by `GET /v1/meetings`. A later one of the same kind replaces the earlier. 404 for an ATS or a workspace that is not there.',
    needs: 'token',
    body: { schema: refTo('schemas', 'Event'), examples: eventExamples() },
    answer: accepted('Taken. The same event again is answered with the first reference id.'),
    errors: ['NotFound', 'EventIdReused', 'ResultTooLarge'],
    invalid: [invalidBody('event_id', undefined), unknownEvent(), TOO_DEEP],
  });
}

function eventExamples(): Examples {
  return Object.fromEntries(
    MEETING_OUTPUTS.map((output, index) => [
      output.event,
      {
        summary: `The ${output.field} is there`,
        value: {
          event: output.event,
          event_id: `meet-3105-${index + 1}`,
          ats_id: 'demo',
          workspace: CLIENT_ID,
          member: USER_ID,
          data: meetingOutputSample(output),
        },
      },
    ]),
  );
}

function withoutData(): Invalid {
  return {
    name: 'no_data',
    summary: 'A success without data',
    issues: [{ loc: ['body', 'data'], msg: 'Must be an object', type: 'result' }],
  };
}

function unknownEvent(): Invalid {
  const msg = `Unknown event. Known are: ${MEETING_OUTPUTS.map(({ event }) => event).join(', ')}`;
  return {
    name: 'unknown_event',
    summary: 'There is no such event',
    issues: [{ loc: ['body', 'event'], msg, type: 'unknown_event' }],
  };
}
