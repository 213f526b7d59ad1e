import { type TSchema, Type } from 'typebox';
import type { JsonObject } from '../json/json-value.ts';
import { idSchema, optionalField } from '../records/record-fields.ts';

/** One of the things that Carv makes of a meeting. A further one is one more entry here. */
export interface MeetingOutput {
  event: string;
  /** The field of a meeting that holds it. */
  field: string;
  /** How it is written, for people. */
  form: string;
  sample: string;
}

/** The ids that a meeting output carries where they are known. */
export const MEETING_LINKS = ['application_id', 'vacancy_id', 'candidate_id'] as const;

/** Every output of a meeting (spec section 4). */
export const MEETING_OUTPUTS: readonly MeetingOutput[] = [
  {
    event: 'meeting.transcript_ready',
    field: 'transcript',
    form: 'HTML with speaker labels',
    sample:
      '<p><strong>Noor de Vries:</strong> What did you like most about your last project?</p>\n' +
      '<p><strong>Sanne Jansen:</strong> That we could see every release used within the hour.</p>',
  },
  {
    event: 'meeting.summary_ready',
    field: 'summary',
    form: 'plain text, five sentences',
    sample:
      'Sanne Jansen has built backend services in TypeScript for six years. She led the move of a payment platform to Google ' +
      'Cloud. She looks for a team that owns what it runs. Her notice period is four weeks. She can start on 1 May.',
  },
  {
    event: 'meeting.notes_ready',
    field: 'notes',
    form: 'Markdown',
    sample:
      '## Experience\n\n- Six years of TypeScript\n- Led a move to Google Cloud\n\n## Next\n\n- Technical interview',
  },
];

const IDS = {
  meeting_id: idSchema,
  ...Object.fromEntries(MEETING_LINKS.map((link) => [link, optionalField(idSchema)])),
};

/** The `data` of the event that brings one output; unknown fields are kept. */
export function meetingOutputSchema({ field }: MeetingOutput): TSchema {
  return Type.Object({ ...IDS, [field]: Type.String() });
}

/** A meeting as it is read: the outputs that have arrived, null where one has not. */
export const meetingSchema = Type.Object({
  ...IDS,
  ...Object.fromEntries(
    MEETING_OUTPUTS.map(({ field }) => [field, Type.Unsafe({ type: ['string', 'null'] })]),
  ),
});

/** The `data` of an output's event that could be real, and is not. */
export function meetingOutputSample({ field, sample }: MeetingOutput): JsonObject {
  return {
    meeting_id: 'meet-3105',
    application_id: 'app-7719',
    vacancy_id: 'vac-2041',
    candidate_id: 'cand-1042',
    [field]: sample,
  };
}

/** The output an event brings, or undefined for any other event. */
export function meetingOutput(event: string): MeetingOutput | undefined {
  return MEETING_OUTPUTS.find((output) => output.event === event);
}
