import type { GatewayPlatform } from './gateway-platform.ts';

const SWEEP_DEADLINE_MS = 55_000;

/**
 * What happens every minute: the scheduler's call of `sweep`, and what Firestore's TTL policy would delete. Neither waits for the
 * other's success. Ends early when `signal` says so.
 */
export async function runSweep(
  platform: Pick<GatewayPlatform, 'outside' | 'purgeExpired'> & {
    runtime: Pick<GatewayPlatform['runtime'], 'log'>;
  },
  sweepUrl: string,
  signal: AbortSignal,
): Promise<void> {
  await callSweep(platform, sweepUrl, signal);
  await platform.purgeExpired(signal);
}

async function callSweep(
  { outside, runtime: { log } }: Parameters<typeof runSweep>[0],
  sweepUrl: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const response = await fetch(sweepUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${await outside.token('scheduler', 'sweep')}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(SWEEP_DEADLINE_MS)]),
    });
    if (!response.ok) log.error('sweep.refused', { statusCode: response.status });
    await response.arrayBuffer();
  } catch (error) {
    if (!signal.aborted) log.error('sweep.failed', { error: error as Error });
  }
}
