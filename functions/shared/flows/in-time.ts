import { GatewayError } from '../core/errors.ts';

/** Calls `ring` after `ms`; the function it answers with calls that off. */
export type StartTimer = (ms: number, ring: () => void) => () => void;

export interface InTimeDeps {
  /** Node's timers when left out; tests bring their own, so as not to wait. */
  startTimer?: StartTimer;
}

/**
 * How long a caller waits for an answer, from the body's last byte. Each adapter gives up after 10 s at most; this is the bound of
 * several such waits in a row, and of what no adapter bounds. It ends before most clients' own 30 s, so that they see our JSON.
 */
export const ANSWER_DEADLINE_MS = 25_000;

/**
 * What `work` resolves to, or a rejection with `unavailable` once `ms` are over. The work itself is not stopped, and may still
 * take effect: whoever hears nothing of a call has to take it for both done and not done.
 */
export async function inTime<T>(
  { startTimer = startNodeTimer }: InTimeDeps,
  ms: number,
  work: Promise<T>,
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const callOff = startTimer(ms, () => {
    reject(new GatewayError('unavailable', { cause: new Error(`no end within ${ms} ms`) }));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    callOff();
  }
}

/** Node's own timers. */
export function startNodeTimer(ms: number, ring: () => void): () => void {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
}
