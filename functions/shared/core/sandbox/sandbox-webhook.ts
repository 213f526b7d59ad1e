import { createWebhook } from '../delivery/create-webhook.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { OutgoingEvent } from '../outgoing-events.ts';

/** What a test webhook is made of; the same makes the same bytes. */
export interface SandboxChoice {
  atsId: string;
  event: string;
  referenceId: string;
  /** Epoch ms. */
  at: number;
}

/** A webhook of synthetic data, in which the client is the ATS itself (spec section 5). */
export function sandboxWebhook(
  { atsId, referenceId, at }: SandboxChoice,
  { event, sample }: OutgoingEvent,
): Delivery & { test: true } {
  const data = 'client_id' in sample ? { ...sample, client_id: atsId } : sample;
  return {
    ...createWebhook({ referenceId, atsId, clientId: atsId, event, error: null, data }, at),
    test: true,
  };
}
