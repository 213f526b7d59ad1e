import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SIGNATURE_HEADER } from '../../functions/shared/core/signature/signature-header.ts';
import { verifyWebhook } from '../../functions/shared/core/signature/verify-webhook.ts';
import { plannedAnswer } from './planned-answer.ts';
import type { WebhookReceipt } from './run-notes.ts';

export interface Receiver {
  url: string;
  receipts: WebhookReceipt[];
  stop(): Promise<void>;
}

export interface ReceiverOptions {
  seed: string;
  /** The ATS's outgoing secret; nothing comes in before there is one. */
  secret: () => string;
}

/** Longer than a sender keeps an idle connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 120_000;

/** An ATS's end: verifies and notes every webhook, and answers as planned. */
export async function startReceiver({ seed, secret }: ReceiverOptions): Promise<Receiver> {
  const receipts: WebhookReceipt[] = [];
  const timesSeen = new Map<string, number>();

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const receivedAt = Date.now();
    const body = Buffer.concat(await request.toArray());
    const header = String(request.headers[SIGNATURE_HEADER]);
    const nowSeconds = Math.floor(receivedAt / 1000);
    const verdict = verifyWebhook({ header, secrets: [secret()], body, nowSeconds });
    const { event_id: eventId, event, reference_id: referenceId } = JSON.parse(body.toString());
    const index = timesSeen.get(eventId) ?? 0;
    timesSeen.set(eventId, index + 1);
    const { status, delayMs } = plannedAnswer(seed, eventId, index);
    const receipt: WebhookReceipt = {
      eventId,
      event,
      referenceId,
      bodyHash: createHash('sha256').update(body).digest('hex'),
      verified: verdict === 'valid',
      receivedAt,
      answeredAt: null,
      status,
    };
    receipts.push(receipt);
    await pause(delayMs);
    // A sender that was killed meanwhile has closed the connection, and hears nothing.
    if (response.destroyed) return;
    receipt.answeredAt = Date.now();
    response.writeHead(status).end();
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    // A request that breaks off halfway is none.
    receive(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    receipts,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
