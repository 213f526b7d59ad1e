import type { SecretPurpose } from '../../shared/core/seal-secret.ts';
import { describeConfiguration } from '../../shared/flows/describe-ats.ts';
import { shownTime } from '../../shared/flows/describe-event.ts';
import { endSecretOverlap } from '../../shared/flows/end-secret-overlap.ts';
import { readAts } from '../../shared/flows/get-ats.ts';
import { revealSecrets } from '../../shared/flows/reveal-secrets.ts';
import {
  rotateApiKey,
  rotateWebhookSecret,
  rotateWithOverlap,
} from '../../shared/flows/rotate-credentials.ts';
import { configurationAnswer } from '../../shared/portal/schemas/ats.ts';
import {
  apiKeyAnswer,
  newSecretAnswer,
  revealedAnswer,
  rotateSecretRequest,
} from '../../shared/portal/schemas/credentials.ts';
import { request } from '../../shared/portal/schemas/shapes.ts';
import { operation } from '../operation.ts';

const who = 'administrator';

const rotateKey = operation({
  operationId: 'rotateApiKey',
  who,
  summary: 'A new API key; the previous one stops working at once',
  body: request({}),
  answer: apiKeyAnswer,
  handle: async (deps, { actor, atsId }) => ({
    body: { api_key: await rotateApiKey({ ...deps, actor }, atsId) },
  }),
});

const reveal = operation({
  operationId: 'revealWebhookSecrets',
  who,
  summary: 'Both webhook secrets; that they were revealed is an activity',
  body: request({}),
  answer: revealedAnswer,
  async handle(deps, { actor, atsId }) {
    const { incomingSecret, outgoingSecret } = await revealSecrets({ ...deps, actor }, atsId);
    return { body: { incoming_secret: incomingSecret, outgoing_secret: outgoingSecret } };
  },
});

const rotateSecret = (purpose: SecretPurpose) =>
  operation({
    operationId: `rotate${purpose === 'incoming' ? 'Incoming' : 'Outgoing'}Secret`,
    who,
    summary: `A new ${purpose} webhook secret, which takes effect at once`,
    body: rotateSecretRequest,
    answer: newSecretAnswer,
    async handle(deps, { actor, atsId, body }) {
      const acting = { ...deps, actor };
      const { overlap_seconds: overlap } = body;
      if (overlap === undefined) {
        return { body: { secret: await rotateWebhookSecret(acting, atsId, purpose), overlap_until: null } };
      }
      const { secret, overlapUntil } = await rotateWithOverlap(acting, atsId, purpose, overlap * 1000);
      return { body: { secret, overlap_until: shownTime(overlapUntil) } };
    },
  });

const endOverlap = (purpose: SecretPurpose) =>
  operation({
    operationId: `end${purpose === 'incoming' ? 'Incoming' : 'Outgoing'}Overlap`,
    who,
    summary: `End an overlap: only the newest ${purpose} webhook secret counts`,
    body: request({}),
    answer: configurationAnswer,
    async handle(deps, { actor, atsId }) {
      await endSecretOverlap({ ...deps, actor }, atsId, purpose);
      return { body: await describeConfiguration(deps, await readAts(deps, atsId)) };
    },
  });

export const credentialOperations = { rotateKey, reveal, rotateSecret, endOverlap };
