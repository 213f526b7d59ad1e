import { ApiError } from '../api/api-error.ts';
import { formatTime } from './format-time.ts';

/** What went wrong and what to do about it, in plain words. */
export function describeError(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Something went wrong on this page. Reload it, and try again.';
  const { status, message, retryAt } = error;
  if (status === 0) return `${sentence(message)} Check your connection, and try again.`;
  if (status === 429) {
    const when = retryAt === null ? 'in a minute' : `from ${formatTime(new Date(retryAt).toISOString())} on`;
    return `${sentence(message)} Try again ${when}.`;
  }
  if (status >= 500) return `${sentence(message)} Try again; if it stays so, contact Carv.`;
  return sentence(message);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
