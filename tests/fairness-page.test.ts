import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { queuesOfOneProcess } from '../functions/shared/adapters/local/queues-of-one-process.ts';
import {
  UNHEALTHY_AFTER,
  UNHEALTHY_AFTER_OF_ONE,
} from '../functions/shared/core/delivery/endpoint-health.ts';
import { SECOND_MS } from '../functions/shared/core/duration.ts';
import {
  AI_TIMEOUT_MS,
  DELIVERY_TIMEOUT_MS,
  SLOW_AI_CALL_MS,
  SLOW_ATTEMPT_MS,
} from '../functions/shared/core/limits.ts';
import { INSTANCE_PLACES, QUEUES, type QueueName } from '../functions/shared/core/queues.ts';
import { FAIR_SHARE, MEDIUM_SHARE, QUICK_MS } from '../functions/shared/flows/fair-share.ts';

/** Without regard to where its lines end. */
const TEXT = readFileSync('docs/fairness.md', 'utf8').replaceAll(/\s+/g, ' ');

const WORDS: Record<number, string> = { 3: 'three', 4: 'four', 5: 'five', 8: 'eight', 10: 'ten' };
const seconds = (ms: number) => `${ms / SECOND_MS} s`;
const rate = (queue: QueueName) => QUEUES[queue].maxDispatchesPerSecond * QUEUES[queue].shards;

test('the page about fairness has the numbers of the code', () => {
  expect(rate('deliver')).toBe(rate('process'));
  const slowOfOneProcess = queuesOfOneProcess().find(({ queue }) => queue === 'deliver-slow')?.spec;
  for (const words of [
    `(tasks in front) / ${rate('deliver').toLocaleString('en')} a second`,
    `${WORDS[QUEUES.deliver.shards]} shards of each queue`,
    `${seconds(DELIVERY_TIMEOUT_MS)} for a webhook and ${seconds(AI_TIMEOUT_MS)} for an AI call`,
    `An instance has ${INSTANCE_PLACES} places`,
    `| less than ${QUICK_MS} ms | all:`,
    `| less than ${seconds(SLOW_ATTEMPT_MS)}; for an AI call ${seconds(SLOW_AI_CALL_MS)} | ${MEDIUM_SHARE} |`,
    `for so long | ${WORDS[FAIR_SHARE]} |`,
    `by ${seconds((10_000 / rate('deliver')) * SECOND_MS + DELIVERY_TIMEOUT_MS)} at the most`,
    `${QUEUES['deliver-slow'].maxConcurrentDispatches} at once (${slowOfOneProcess?.maxConcurrentDispatches} on one machine)`,
    `AI calls ${QUEUES['process-slow'].maxConcurrentDispatches} at once`,
    `up to ${QUEUES['deliver-slow'].maxDispatchesPerSecond} a second`,
    `${WORDS[UNHEALTHY_AFTER]} attempts in a row, or ${WORDS[UNHEALTHY_AFTER_OF_ONE]} of one webhook, took ${seconds(SLOW_ATTEMPT_MS)} or more`,
    `${WORDS[QUEUES['deliver-slow'].shards]} shards by ATS`,
    `that rung's queue (${rate('deliver-1m')} a second)`,
  ]) {
    expect(TEXT).toContain(words);
  }
});
