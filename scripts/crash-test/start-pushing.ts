import { setTimeout as pause } from 'node:timers/promises';
import type { Demo } from '../local/demo-file.ts';
import { seededRandom } from '../seeded-random.ts';
import { type Connection, nextPush, type Push } from './next-push.ts';
import type { Acceptance } from './run-notes.ts';
import { sendPush } from './send-push.ts';

export interface PushingOptions {
  demo: Demo;
  seed: string;
  connections: number;
  signal: AbortSignal;
}

export interface Pushing {
  /** Every 202, those of repeats included. */
  acceptances: Acceptance[];
  refusals: string[];
  /** How often a request was sent again, because its answer was lost or no server was there. */
  retries(): number;
  /** Begins nothing new, and resolves when everything begun has had its answer. */
  stop(): Promise<void>;
}

const MAX_PAUSE_MS = 200;
const RETRY_PAUSE_MS = 50;
/** A server is never down for so long. */
const PATIENCE_MS = 120_000;
const REPEAT_SHARE = 0.05;
const MAX_REMEMBERED = 200;

/**
 * Pushes candidates over several connections at once, two of three by REST and the others by webhook, until told to stop. What
 * gets no answer is sent again with the same key; some that had theirs are sent again later all the same.
 */
export function startPushing({ demo, seed, connections, signal }: PushingOptions): Pushing {
  const acceptances: Acceptance[] = [];
  const refusals: string[] = [];
  const stopping = new AbortController();
  const ended = AbortSignal.any([signal, stopping.signal]);
  let count = 0;
  let retries = 0;

  async function pushUntilAnswered(push: Push): Promise<void> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    let last = 'no answer';
    while (!signal.aborted && Date.now() < giveUpAt) {
      const answer = await sendPush(demo, push).catch(() => undefined);
      if (answer && 'referenceId' in answer) {
        const { source, key, event, clientId, userId } = push;
        const { referenceId } = answer;
        acceptances.push({ source, key, event, clientId, userId, referenceId, at: Date.now() });
        return;
      }
      if (answer) last = `${answer.status} ${answer.text}`;
      if (answer && answer.status < 500) break;
      retries += 1;
      await pause(RETRY_PAUSE_MS);
    }
    if (!signal.aborted) refusals.push(`${push.source} ${push.key} (${push.event}): ${last}`);
  }

  async function keepPushing(connection: Connection): Promise<void> {
    const { random } = connection;
    const sent: Push[] = [];
    while (!ended.aborted) {
      const repeated = random() < REPEAT_SHARE ? sent[Math.floor(random() * sent.length)] : undefined;
      if (repeated === undefined) {
        const push = nextPush(connection, count);
        count += 1;
        sent.push(push);
        if (sent.length > MAX_REMEMBERED) sent.shift();
        await pushUntilAnswered(push);
      } else {
        await pushUntilAnswered(repeated);
      }
      await pause(random() * MAX_PAUSE_MS, undefined, { signal: ended }).catch(() => {});
    }
  }

  const loops = Array.from({ length: connections }, (_, index) => {
    const source = index % 3 === 2 ? 'webhook' : 'rest';
    const random = seededRandom(`${seed}:connection:${index}`);
    return keepPushing({ source, name: `${source}-${index}`, random, candidates: [] });
  });
  return {
    acceptances,
    refusals,
    retries: () => retries,
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
