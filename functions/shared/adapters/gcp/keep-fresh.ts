import type { Clock } from '../../ports/clock.ts';

export interface Perishable<T> {
  value: T;
  /** Epoch milliseconds from which on a newer one is asked for; until then this one is given out. */
  renewAt: number;
  /** Epoch milliseconds from which on this one is worth nothing, whether or not there is a newer one. */
  endsAt: number;
}

export interface KeepFreshDeps<T> {
  clock: Clock;
  load: () => Promise<Perishable<T>>;
  /** How long the value that is there goes on after a failed renewal before the next try. */
  retryAfterMs: number;
  onRenewalFailed?: (error: Error) => void;
}

/**
 * Keeps one value in memory and renews it in time. Callers who come while it is loaded share that load. A failed load rejects and is
 * not remembered, except that a renewal which fails leaves the old value in use until its end.
 */
export function keepFresh<T>({ clock, load, retryAfterMs, onRenewalFailed }: KeepFreshDeps<T>) {
  let kept: Perishable<T> | undefined;
  let loading: Promise<T> | undefined;

  async function renew(): Promise<T> {
    try {
      kept = await load();
    } catch (error) {
      if (kept === undefined || clock.now() >= kept.endsAt) throw error;
      kept = { ...kept, renewAt: clock.now() + retryAfterMs };
      onRenewalFailed?.(error as Error);
    }
    return kept.value;
  }

  return (): Promise<T> => {
    if (kept && clock.now() < Math.min(kept.renewAt, kept.endsAt)) return Promise.resolve(kept.value);
    loading ??= renew().finally(() => {
      loading = undefined;
    });
    return loading;
  };
}
