import { ApiError, type Issue } from './api-error.ts';

/** An answer that is no success, as an error with the server's own words where it has any. */
export function readError(
  status: number,
  body: unknown,
  retryAfter: string | null,
  now: number = Date.now(),
): ApiError {
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : undefined;
  const issues = Array.isArray(detail) ? detail.filter(isIssue) : [];
  const message = typeof detail === 'string' ? detail : issues.map(({ msg }) => msg).join('. ');
  return new ApiError(status, message || wordsFor(status), issues, retryTime(retryAfter, now));
}

function isIssue(value: unknown): value is Issue {
  if (typeof value !== 'object' || value === null) return false;
  return 'loc' in value && Array.isArray(value.loc) && 'msg' in value && typeof value.msg === 'string';
}

function retryTime(retryAfter: string | null, now: number): number | null {
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  return Number.isFinite(seconds) ? now + Math.max(0, seconds) * 1000 : null;
}

function wordsFor(status: number): string {
  if (status === 0) return 'CarvOS could not be reached';
  return status >= 500 ? 'Something went wrong at CarvOS' : `CarvOS answered with status ${status}`;
}
