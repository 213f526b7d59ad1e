import { DAY_MS, HOUR_MS, MINUTE_MS } from './duration.ts';

const KIB = 1024;

/** Largest body a request may have. */
export const MAX_BODY_BYTES = 512 * KIB;

/** Largest JSON that is stored or sent: a record after merging, an AI result. A Firestore document ends at 1 MiB. */
export const MAX_STORED_BYTES = 768 * KIB;

/** Most that is read of a webhook receiver's answer. */
export const MAX_RESPONSE_BYTES = 64 * KIB;

/** Most that the delivery log keeps of a webhook's body. */
export const MAX_LOGGED_PAYLOAD_BYTES = 256 * KIB;

/** The overall deadline of a delivery attempt, name look-up to last byte. */
export const DELIVERY_TIMEOUT_MS = 5000;

/** The same for a test from the sandbox, which somebody waits for. */
export const SANDBOX_TIMEOUT_MS = 3000;

/** An attempt that takes so long is slow, and holds others up. */
export const SLOW_ATTEMPT_MS = 2000;

/** An AI call that takes so long. */
export const SLOW_AI_CALL_MS = 10_000;

/** How long a webhook's `event_id` is remembered. */
export const EVENT_ID_MEMORY_MS = 7 * DAY_MS;

/** How long an `Idempotency-Key` is remembered. */
export const IDEMPOTENCY_KEY_MEMORY_MS = 24 * HOUR_MS;

/** How long settled events and deliveries are kept. */
export const RETENTION_MS = 7 * DAY_MS;

/** How long the AI service is tried, and how long its promised result is waited for. */
export const AI_PATIENCE_MS = 24 * HOUR_MS;

/** The deadline of one call to the AI service; a task's own deadline is 30 s. */
export const AI_TIMEOUT_MS = 20_000;

/** Most characters (code points) in an identifier of an ATS. */
export const MAX_ID_LENGTH = 128;

/** Most characters of an e-mail address (RFC 5321, section 4.5.3.1.3, less the angle brackets). */
export const MAX_EMAIL_LENGTH = 254;

/** How long the previous webhook secret may count beside a new one: long enough to be of use, and no way to have two for good. */
export const MIN_OVERLAP_MS = MINUTE_MS;
export const MAX_OVERLAP_MS = 7 * DAY_MS;
