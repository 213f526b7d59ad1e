import { expect, test } from '@jest/globals';
import * as limits from './limits.ts';

test('the limits are those of the contract', () => {
  expect({ ...limits }).toEqual({
    MAX_BODY_BYTES: 524_288,
    MAX_STORED_BYTES: 786_432,
    SANDBOX_TIMEOUT_MS: 3000,
    SLOW_ATTEMPT_MS: 2000,
    SLOW_AI_CALL_MS: 10_000,
    MAX_RESPONSE_BYTES: 65_536,
    MAX_LOGGED_PAYLOAD_BYTES: 262_144,
    DELIVERY_TIMEOUT_MS: 5000,
    EVENT_ID_MEMORY_MS: 7 * 86_400_000,
    IDEMPOTENCY_KEY_MEMORY_MS: 86_400_000,
    RETENTION_MS: 7 * 86_400_000,
    AI_PATIENCE_MS: 86_400_000,
    AI_TIMEOUT_MS: 20_000,
    MAX_ID_LENGTH: 128,
    MAX_EMAIL_LENGTH: 254,
    MIN_OVERLAP_MS: 60_000,
    MAX_OVERLAP_MS: 7 * 86_400_000,
  });
});
