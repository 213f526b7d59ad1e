import type { IncomingMessage } from 'node:http';
import type { Ats } from '../shared/core/ats.ts';

/** A webhook on its way through: who sent it is known, if it claims to be an ATS that there is. */
export interface ReceivedWebhook {
  request: IncomingMessage;
  bytes: Buffer;
  ats: Ats;
  /** Epoch ms at which its body was there. */
  at: number;
  /** The same as `performance.now()` tells it. */
  startedAt: number;
}
