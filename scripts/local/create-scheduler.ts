import type { GatewayPlatform } from './gateway-platform.ts';
import { runSweep } from './run-sweep.ts';

export interface Scheduler {
  /** Sweeps now and every minute. */
  start(): void;
  /** Sweeps once; one that still goes on is not joined by another. */
  sweepOnce(): Promise<void>;
  /** Sweeps no more, and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

const SWEEP_INTERVAL_MS = 60_000;

/** What Cloud Scheduler is in production, on the machine's own clock. */
export function createScheduler(
  platform: Pick<GatewayPlatform, 'outside' | 'purgeExpired' | 'runtime'>,
  sweepUrl: string,
): Scheduler {
  const stopping = new AbortController();
  let everyMinute: NodeJS.Timeout | undefined;
  let sweep: Promise<void> | undefined;
  const sweepOnce = () => {
    sweep ??= runSweep(platform, sweepUrl, stopping.signal).finally(() => {
      sweep = undefined;
    });
    return sweep;
  };
  return {
    start() {
      // At once as well: what a crash left behind need not wait for the first minute.
      void sweepOnce();
      everyMinute = setInterval(() => void sweepOnce(), SWEEP_INTERVAL_MS);
    },
    sweepOnce,
    async stop() {
      clearInterval(everyMinute);
      stopping.abort();
      await sweep;
    },
  };
}
