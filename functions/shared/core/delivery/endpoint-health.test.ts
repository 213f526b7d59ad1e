import { expect, test } from '@jest/globals';
import { SLOW_ATTEMPT_MS } from '../limits.ts';
import { changedHealth, UNHEALTHY_AFTER, UNHEALTHY_AFTER_OF_ONE } from './endpoint-health.ts';

const now = Date.UTC(2026, 0, 1);
const reason = 'The endpoint did not answer in time';
const timeout = { at: now, outcome: 'error', durationMs: 5000, reason } as const;
const slowAnswer = {
  at: now,
  outcome: 'failure',
  durationMs: SLOW_ATTEMPT_MS,
  reason: 'The endpoint answered 500',
} as const;
const quickFailure = {
  at: now,
  outcome: 'failure',
  durationMs: SLOW_ATTEMPT_MS - 1,
  reason: 'The endpoint answered 500',
} as const;
const success = { at: now, outcome: 'success', durationMs: 10, reason: null } as const;
const unhealthy = { atsId: 'demo', state: 'unhealthy', since: now, reason } as const;
const healthy = { state: 'healthy', since: now - 1 } as const;
const evidence = (attempts: Parameters<typeof changedHealth>[2]['attempts'], slowFailures = 0) => ({
  atsId: 'demo',
  attempts,
  slowFailures,
});

test('five slow failures in a row make an endpoint unhealthy, and four do not', () => {
  expect(changedHealth(now, undefined, evidence([timeout], UNHEALTHY_AFTER - 1))).toBeUndefined();
  expect(changedHealth(now, undefined, evidence([timeout], UNHEALTHY_AFTER))).toEqual(unhealthy);
  expect(changedHealth(now, healthy, evidence([slowAnswer], UNHEALTHY_AFTER))).toMatchObject({
    state: 'unhealthy',
    reason: 'The endpoint answered 500',
  });
});

test('three slow failures of one webhook do too, which are minutes apart', () => {
  const ofOne = Array(UNHEALTHY_AFTER_OF_ONE).fill(timeout);
  expect(changedHealth(now, undefined, evidence(ofOne.slice(1), 1))).toBeUndefined();
  expect(changedHealth(now, undefined, evidence(ofOne, 1))).toEqual(unhealthy);
  expect(changedHealth(now, undefined, evidence([quickFailure, ...ofOne.slice(1)], 1))).toBeUndefined();
});

test('what failed before the endpoint was well again does not count against it', () => {
  const before = { ...timeout, at: now - 2 };
  expect(changedHealth(now, healthy, evidence([before, before, timeout], 1))).toBeUndefined();
  expect(changedHealth(now, healthy, evidence([before, timeout, timeout, timeout], 1))).toEqual(unhealthy);
});

test('failures that are quick hold up nobody, however many there are', () => {
  const many = Array(5).fill(quickFailure);
  expect(changedHealth(now, undefined, evidence(many, 100))).toBeUndefined();
});

test('one success makes it healthy again, and nothing else does', () => {
  expect(changedHealth(now, unhealthy, evidence([timeout, success]))).toEqual({
    atsId: 'demo',
    state: 'healthy',
    since: now,
    reason: null,
  });
  for (const attempt of [timeout, slowAnswer, quickFailure]) {
    expect(changedHealth(now, unhealthy, evidence([attempt], UNHEALTHY_AFTER))).toBeUndefined();
  }
});

test('what does not change is not written', () => {
  expect(changedHealth(now, undefined, evidence([success], 0))).toBeUndefined();
  expect(changedHealth(now, healthy, evidence([success], 0))).toBeUndefined();
  expect(changedHealth(now, undefined, evidence([], UNHEALTHY_AFTER))).toBeUndefined();
});
