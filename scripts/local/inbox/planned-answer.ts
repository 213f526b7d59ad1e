const MAX_DELAY_MS = 30_000;

/**
 * How the inbox answers, so that retries can be watched: `?answer=500,503,200` gives each time the same `event_id` comes the next
 * status, the last one from then on; `&delay_ms=6000` lets the sender wait. Without them: 200 at once.
 */
export function plannedAnswer(
  query: URLSearchParams,
  timesSeen: number,
): { status: number; delayMs: number } {
  const statuses = (query.get('answer') ?? '200').split(',').map(Number).filter(isStatus);
  const status = statuses[Math.min(timesSeen, statuses.length - 1)] ?? 200;
  const delay = Number(query.get('delay_ms') ?? 0);
  return { status, delayMs: Number.isFinite(delay) ? Math.min(Math.max(delay, 0), MAX_DELAY_MS) : 0 };
}

function isStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599;
}
