import type { JsonObject } from '../core/json/json-value.ts';
import type { RecordType } from '../core/records/record-type.ts';
import { eventName, RECORD_TYPES } from '../core/records/record-types.ts';
import { CLIENT_ID, type Examples, jsonContent, oneExample, REFERENCE_ID, USER_ID } from './examples.ts';
import { refTo } from './references.ts';

export const AI_FAILURE = { code: 'unreadable_record', message: 'The record holds nothing that can be read' };

/** What CarvOS calls at the AI service. */
export function processPath(): JsonObject {
  return {
    '/v1/process': {
      servers: [
        {
          url: '{AI_SERVICE_URL}',
          description: 'The AI service, by the setting of that name',
          variables: { AI_SERVICE_URL: { default: 'https://ai.example' } },
        },
      ],
      post: {
        operationId: 'process',
        tags: ['AI service'],
        summary: 'Process one event',
        description:
          'Called by CarvOS for every event about a record, with an ID token of its own account, made out to the AI service. Answer within 20 s, name look-up and connection included: 200 with the result, or 202 and the result later. The same `reference_id` may come again, also at the same time: give the same result. For `.deleted` the data is only the id, and what is answered as data is not looked at.',
        requestBody: { required: true, content: jsonContent(refTo('schemas', 'ProcessRequest'), requests()) },
        responses: processResponses(),
      },
    },
  };
}

function requests(): Examples {
  return Object.fromEntries(RECORD_TYPES.map((recordType) => [recordType.name, requestOf(recordType)]));
}

function requestOf(recordType: RecordType) {
  const { sample, name } = recordType;
  return {
    summary: `The ${name} was created`,
    value: {
      reference_id: REFERENCE_ID,
      ats_id: 'demo',
      workspace: CLIENT_ID,
      member: USER_ID,
      event: eventName(recordType, 'created'),
      data: sample,
      files: sample.files ?? [],
    },
  };
}

function processResponses(): JsonObject {
  const { resultSample = {}, sample = {} } = RECORD_TYPES.at(-1) ?? {};
  const again = 'Tried again, with back-off, until 24 hours after the event was accepted.';
  return {
    200: {
      description:
        'The result, final. On success `data` is laid over the record: name what you have changed or added, and leave the rest out. It has at most 768 KiB and nests at most 64 deep. An answer that is not of this form is tried again.',
      content: jsonContent(refTo('schemas', 'ProcessAnswer'), {
        success: {
          summary: 'Processed',
          value: { status: 'success', data: { ...sample, ...resultSample }, error: null },
        },
        error: {
          summary: 'It cannot be processed, now or later',
          value: { status: 'error', data: null, error: AI_FAILURE },
        },
      }),
    },
    202: {
      description:
        'Taken; the result is posted to `/internal/v1/results` within 24 hours, or the event is given up. The body is not looked at.',
    },
    408: { description: again },
    429: { description: again },
    '4XX': {
      description:
        'Refused for good: the event ends with `ai_rejected`. Answer this only where trying again is of no use.',
      content: jsonContent(
        {},
        oneExample('refused', 'The body is not looked at', { detail: 'No such event' }),
      ),
    },
    '5XX': { description: `${again} So is everything else, and no answer within 20 s.` },
  };
}
