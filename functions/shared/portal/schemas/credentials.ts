import { type Static, Type } from 'typebox';
import { MAX_OVERLAP_MS, MIN_OVERLAP_MS } from '../../core/limits.ts';
import { answer, orNull, request, text, time } from './shapes.ts';

export const apiKeyAnswer = answer(
  { api_key: text('The new API key. It is shown this once; the previous one has stopped working.') },
  'A new API key.',
);

export const revealedAnswer = answer(
  {
    incoming_secret: text('What the ATS signs the webhooks with that it sends to CarvOS.'),
    outgoing_secret: text('What CarvOS signs the webhooks with that it sends to the ATS.'),
  },
  'Both webhook secrets. That they were revealed is an activity.',
);
export type RevealedAnswer = Static<typeof revealedAnswer>;

export const rotateSecretRequest = request({
  overlap_seconds: Type.Optional(
    Type.Integer({
      minimum: MIN_OVERLAP_MS / 1000,
      maximum: MAX_OVERLAP_MS / 1000,
      description: 'How long the previous secret counts besides; not at all if left out.',
    }),
  ),
});

export const newSecretAnswer = answer(
  {
    secret: text('The new secret.'),
    overlap_until: orNull(time('Until when the previous one counts besides; null where it has stopped.')),
  },
  'A new webhook secret.',
);
export type NewSecretAnswer = Static<typeof newSecretAnswer>;
