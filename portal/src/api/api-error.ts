/** One thing that is wrong with what was sent, and where it stands in it. */
export interface Issue {
  loc: (string | number)[];
  msg: string;
}

/** An answer of the API that is no success, or none at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly issues: readonly Issue[];
  /** Epoch ms from which on it may be asked again; null where nothing was said of that. */
  readonly retryAt: number | null;

  constructor(status: number, message: string, issues: readonly Issue[] = [], retryAt: number | null = null) {
    super(message);
    this.status = status;
    this.issues = issues;
    this.retryAt = retryAt;
  }
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
