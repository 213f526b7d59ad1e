import { type Static, Type } from 'typebox';
import { answer, flag, oneOf, orNull, request, text, time } from './shapes.ts';

export const eventTypesAnswer = answer(
  { data: Type.Array(answer({ event: text('The type.'), about: text('When it is sent.') }, 'One type.')) },
  'Every type of outgoing webhook.',
);

export const previewRequest = request({ event: Type.String() });
export const previewAnswer = answer(
  {
    preview_id: text('What sends exactly this.'),
    expires_at: time('Until when it can be sent.'),
    event: text('The type.'),
    event_id: text("The webhook's id."),
    reference_id: text('Its flow.'),
    body: text('Byte for byte what is sent, in UTF-8.'),
    note: text('That the data is synthetic.'),
  },
  'What a test would be.',
);
export type PreviewAnswer = Static<typeof previewAnswer>;

export const sendRequest = request({
  event: Type.Optional(Type.String()),
  preview_id: Type.Optional(Type.String()),
});
export const sentAnswer = answer(
  {
    event: text('The type.'),
    event_id: text("The webhook's id."),
    reference_id: text('Its flow.'),
    outcome: oneOf(
      ['success', 'failure', 'error'],
      '`success`: a 2xx; `failure`: another answer; `error`: none.',
    ),
    status_code: orNull(Type.Integer()),
    duration_ms: Type.Number(),
    reason: orNull(text('Why it was no success, and what to check.')),
    response_body: orNull(text('Null where there was no answer.')),
    response_body_cut: flag('Whether there was more of it than 64 KiB.'),
    body: text('What was sent.'),
    note: text('That the data is synthetic.'),
  },
  'What became of a test.',
);
export type SentAnswer = Static<typeof sentAnswer>;
