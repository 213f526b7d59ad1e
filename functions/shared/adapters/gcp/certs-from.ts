import type { Clock } from '../../ports/clock.ts';
import { keepFresh } from './keep-fresh.ts';
import type { Certs } from './proven-payload.ts';

const KEEP_MS = 60_000;
const TIMEOUT_MS = 5000;

/** Public keys read from a URL: JSON of key id → PEM. Kept for a minute. */
export function certsFrom(url: string, clock: Clock): Certs {
  return keepFresh({
    clock,
    retryAfterMs: 1000,
    async load() {
      const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      const value = (await response.json()) as Record<string, string>;
      return { value, renewAt: clock.now() + KEEP_MS, endsAt: Number.POSITIVE_INFINITY };
    },
  });
}
