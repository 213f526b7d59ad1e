/** One way in which a request's header, path, query or body is wrong. */
export interface ValidationIssue {
  /** Where: `["body", "email"]`, `["header", "x-ats-client-id"]`, list positions as numbers. */
  loc: (string | number)[];
  msg: string;
  /** Stable and machine-readable, such as `missing` or `type`. */
  type: string;
}

/**
 * Every error an answer can carry: its HTTP status and the words of `detail`. The list is closed; a new way to fail gets
 * a row here. `detail` may be made more exact where it is raised, the status never.
 */
export const ERRORS = {
  not_json: { status: 400, detail: 'The body is not valid JSON in UTF-8' },
  invalid_api_key: { status: 401, detail: 'Invalid or missing API key' },
  invalid_signature: { status: 401, detail: 'Invalid signature' },
  invalid_token: { status: 401, detail: 'Invalid or missing identity token' },
  not_signed_in: { status: 401, detail: 'Nobody is signed in, or the session has ended. Sign in' },
  wrong_credentials: { status: 401, detail: 'The e-mail address or the password is wrong' },
  foreign_origin: { status: 403, detail: 'This request does not come from a page of the portal' },
  not_permitted: { status: 403, detail: 'Your account may not do this' },
  ats_disabled: { status: 403, detail: 'This ATS is disabled. Contact Carv to have it enabled' },
  route_not_found: { status: 404, detail: 'No such route' },
  not_found: { status: 404, detail: 'Not found' },
  method_not_allowed: { status: 405, detail: 'Method not allowed' },
  body_timeout: { status: 408, detail: 'The body did not arrive in time' },
  idempotency_key_reused: {
    status: 409,
    detail: 'This Idempotency-Key was already used with a different request',
  },
  event_id_reused: { status: 409, detail: 'This event_id was already used with different content' },
  stale_edit: { status: 409, detail: 'Somebody has changed this since you read it. Look at it again' },
  already_exists: { status: 409, detail: 'It exists already' },
  not_resendable: { status: 409, detail: 'This webhook cannot be sent again' },
  body_too_large: { status: 413, detail: 'The body is larger than 512 KiB' },
  record_too_large: { status: 413, detail: 'The record would be larger than 768 KiB' },
  not_json_content: { status: 415, detail: 'Content-Type must be application/json' },
  content_encoding: { status: 415, detail: 'Content-Encoding is not supported: send the body uncompressed' },
  validation_failed: { status: 422, detail: 'The request is not valid' },
  sign_in_throttled: {
    status: 429,
    detail: 'Too many attempts to sign in. Try again after the time that Retry-After says',
  },
  rate_limited: { status: 429, detail: 'Too many requests. Try again after the time that Retry-After says' },
  internal: { status: 500, detail: 'Something went wrong on our side' },
  unavailable: { status: 503, detail: 'Temporarily unavailable. Try again' },
} as const satisfies Record<string, { status: number; detail: string }>;

export type ErrorCode = keyof typeof ERRORS;

export interface GatewayErrorOptions {
  /** More exact words for the customer. Never a stack, a secret or another ATS's data. */
  detail?: string | ValidationIssue[];
  /** Answer headers that belong to the error, such as `Allow`. */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An error with an answer: what the caller is told, apart from the internal `cause`. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string | ValidationIssue[];
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, options: GatewayErrorOptions = {}) {
    super(`[carvos] ${code}`, { cause: options.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.detail = options.detail ?? ERRORS[code].detail;
    this.headers = options.headers ?? {};
  }

  /** The same error, its answer with these headers besides its own. */
  withHeaders(headers: Readonly<Record<string, string>>): GatewayError {
    const { code, detail, cause } = this;
    return new GatewayError(code, { detail, cause, headers: { ...headers, ...this.headers } });
  }
}
