import { useEffect, useRef, useState } from 'react';
import type { Static } from 'typebox';
import type {
  RecoveredAnswer,
  recoverRequest,
} from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { apiPath } from '../state/scope.ts';
import { ApiError } from './api-error.ts';
import { request } from './request.ts';
import { useRefreshDeliveries } from './use-resend.ts';

/** The longest that is waited between two batches, however the clocks differ. */
const LONGEST_WAIT_MS = 60_000;

type RecoverRequest = Static<typeof recoverRequest>;

export interface Recovery {
  state: 'idle' | 'running' | 'stopping' | 'stopped' | 'done' | 'failed';
  batches: number;
  resent: number;
  skipped: number;
  /** Epoch ms of the next batch. */
  nextAt: number | null;
  error: unknown;
}

const IDLE: Recovery = { state: 'idle', batches: 0, resent: 0, skipped: 0, nextAt: null, error: null };

interface Run {
  recovery: Recovery;
  start: (body: RecoverRequest) => void;
  /** Goes on after the last batch that was made. */
  goOn: () => void;
  stop: () => void;
  reset: () => void;
}

/** Sends again what was given up, batch by batch, until none is left or somebody stops it. */
export function useRecovery(atsId: string): Run {
  const [recovery, setRecovery] = useState(IDLE);
  const next = useRef<RecoverRequest | null>(null);
  const running = useRef<AbortController | null>(null);
  const refresh = useRefreshDeliveries();
  useEffect(() => () => running.current?.abort(), []);

  async function run(signal: AbortSignal): Promise<void> {
    const end = (state: Recovery['state'], error: unknown = null): void =>
      setRecovery((before) => ({ ...before, state, nextAt: null, error }));
    try {
      // A batch that was asked for is let finish, so that what is shown is what was done.
      while (next.current !== null && !signal.aborted) {
        const batch = await recoverBatch(atsId, next.current, signal);
        if (batch === null) break;
        next.current = following(next.current, batch);
        setRecovery((before) => added(before, batch));
        if (next.current !== null) await wait(Date.parse(batch.next_at) - Date.now(), signal);
      }
      end(next.current === null ? 'done' : 'stopped');
    } catch (error) {
      end('failed', error);
    }
    // Once: the list and the week behind it are much to read for each batch.
    refresh();
  }

  function begin(): void {
    running.current = new AbortController();
    setRecovery((before) => ({ ...before, state: 'running', error: null }));
    void run(running.current.signal);
  }

  return {
    recovery,
    start: (body) => {
      next.current = body;
      setRecovery(IDLE);
      begin();
    },
    goOn: begin,
    stop: () => {
      running.current?.abort();
      setRecovery((before) => ({ ...before, state: 'stopping', nextAt: null }));
    },
    reset: () => setRecovery(IDLE),
  };
}

/** Null where it was stopped before it was made. */
async function recoverBatch(
  atsId: string,
  body: RecoverRequest,
  signal: AbortSignal,
): Promise<RecoveredAnswer | null> {
  const path = apiPath({ atsId }, '/webhooks/recover');
  try {
    return await request<RecoveredAnswer>('POST', path, { body });
  } catch (error) {
    // Going too fast is no failure: it is gone on with when that is welcome.
    if (!(error instanceof ApiError) || error.retryAt === null) throw error;
    await wait(error.retryAt - Date.now(), signal);
    if (signal.aborted) return null;
    return request<RecoveredAnswer>('POST', path, { body });
  }
}

function following(body: RecoverRequest, { next_cursor }: RecoveredAnswer): RecoverRequest | null {
  return next_cursor === null ? null : { ...body, cursor: next_cursor };
}

function added(before: Recovery, batch: RecoveredAnswer): Recovery {
  return {
    ...before,
    batches: before.batches + 1,
    resent: before.resent + batch.resent,
    skipped: before.skipped + batch.skipped,
    nextAt: batch.next_cursor === null ? null : Date.parse(batch.next_at),
  };
}

/** Until then, or until it is stopped. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, Math.min(Math.max(0, ms), LONGEST_WAIT_MS));
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
