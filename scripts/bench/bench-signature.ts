import { createHmac, randomBytes } from 'node:crypto';
import { signWebhook } from '../../functions/shared/core/signature/sign-webhook.ts';
import { verifyWebhook } from '../../functions/shared/core/signature/verify-webhook.ts';
import { type BenchRow, median, round } from './figures.ts';

const ROUNDS = 15;
const PER_ROUND = 20_000;

/** Verifying a webhook's signature over 4 KiB, against node:crypto's HMAC alone over the same bytes. */
export async function benchSignature(): Promise<BenchRow> {
  const body = randomBytes(4096);
  const secret = 'not-a-secret';
  const nowSeconds = 1_772_000_000;
  const header = signWebhook({ secrets: [secret], timestampSeconds: nowSeconds, body });
  const verify = () => verifyWebhook({ header, secrets: [secret], body, nowSeconds }) === 'valid';
  const signed = Buffer.concat([Buffer.from(`${nowSeconds}.`), body]);
  const hmac = () => createHmac('sha256', secret).update(signed).digest().length === 32;
  // A round of each in turn, so that a change in the machine's pace meets both.
  const pairs = Array.from({ length: ROUNDS }, () => ({ verify: time(verify), hmac: time(hmac) })).slice(3);
  return {
    name: 'signature check',
    subject: 'verifyWebhook, 4 KiB body',
    yardstick: "node:crypto's HMAC alone",
    ratios: [
      {
        name: 'time',
        value: round(median(pairs.map((pair) => pair.verify / pair.hmac))),
        target: { atMost: 1.2 },
      },
    ],
    figures: {
      verify_us: round(median(pairs.map((pair) => pair.verify))),
      hmac_us: round(median(pairs.map((pair) => pair.hmac))),
    },
  };
}

/** Microseconds a call. */
function time(work: () => boolean): number {
  const started = performance.now();
  for (let count = 0; count < PER_ROUND; count += 1)
    if (!work()) throw new Error('the work is not done right');
  return ((performance.now() - started) * 1000) / PER_ROUND;
}
