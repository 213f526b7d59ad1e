import type { Clock } from '../../../ports/clock.ts';

/** The public key of that id, in PEM: a certificate or the bare key. Undefined when there is none; rejects when that cannot be told. */
export type SessionKeys = (kid: string) => Promise<string | undefined>;

export interface SessionKeysDeps {
  /** JSON of key id → PEM. */
  url: string;
  clock: Clock;
  timeoutMs: number;
}

interface Kept {
  keys: Readonly<Record<string, string>>;
  askedAt: number;
  renewAt: number;
}

const MAX_AGE_MS = 3_600_000;
const RETRY_MS = 10_000;

/** Anybody can write a cookie that names a key which is not there, so that asking for one has its limit. */
const UNKNOWN_AFTER_MS = 60_000;

/**
 * Google's keys for session cookies, kept for as long as it says and an hour at most, and asked for once more for a key that is not
 * among them, as new ones come into use at any time. Keys that cannot be renewed stay in use.
 */
export function sessionKeysFrom(deps: SessionKeysDeps): SessionKeys {
  const { clock } = deps;
  let kept: Kept | undefined;
  let loading: Promise<void> | undefined;
  let failure: unknown;

  async function renew(): Promise<void> {
    try {
      kept = await load(deps);
      failure = undefined;
    } catch (error) {
      failure = error;
      const now = clock.now();
      if (kept !== undefined) kept = { ...kept, askedAt: now, renewAt: now + RETRY_MS };
      throw error;
    }
  }

  return async (kid) => {
    const now = clock.now();
    const known = kept && ownValue(kept.keys, kid);
    const isFresh = kept !== undefined && now < kept.renewAt;
    const wasAsked = kept !== undefined && now < kept.askedAt + UNKNOWN_AFTER_MS;
    if (isFresh && known === undefined && wasAsked && failure) throw failure;
    if (isFresh && (known !== undefined || wasAsked)) return known;
    loading ??= renew().finally(() => {
      loading = undefined;
    });
    await loading.catch((error) => {
      if (known === undefined) throw error;
    });
    return kept && ownValue(kept.keys, kid);
  };
}

async function load({ url, clock, timeoutMs }: SessionKeysDeps): Promise<Kept> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch((cause: unknown) => {
    throw new Error('The keys for session cookies cannot be had', { cause });
  });
  if (!response.ok) throw new Error(`The keys for session cookies cannot be had: ${response.status}`);
  const keys = Object(await response.json()) as Kept['keys'];
  const [, seconds] = /max-age=([0-9]{1,9})/.exec(response.headers.get('cache-control') ?? '') ?? [];
  const maxAgeMs = seconds === undefined ? MAX_AGE_MS : Number(seconds) * 1000;
  const askedAt = clock.now();
  return { keys, askedAt, renewAt: askedAt + Math.min(maxAgeMs, MAX_AGE_MS) };
}

function ownValue(keys: Kept['keys'], kid: string): string | undefined {
  return Object.hasOwn(keys, kid) ? keys[kid] : undefined;
}
