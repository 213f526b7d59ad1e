import type { Outage } from './outage.ts';
import type { AiCall, WebhookAttempt } from './outside.ts';
import type { Push } from './push.ts';

/** One line of a plot: what is counted in it. */
export interface Panel {
  title: string;
  counts: (result: { aiCalls: AiCall[]; webhooks: WebhookAttempt[] }) => readonly { at: number }[];
}

/** What happens in one simulation. Times are in ms since it begins. */
export interface Scenario {
  /** Names its plot. */
  name: string;
  title: string;
  /** What happens, in a sentence or two. */
  story: string;
  atsIds: readonly string[];
  outages: readonly Outage[];
  pushes: (random: () => number) => Push[];
  /** When an ATS is disabled and enabled again. */
  switches?: readonly { atMs: number; atsId: string; enabled: boolean }[];
  /** Of these records the AI service promises a result that never comes. */
  isForgotten?: (recordId: string) => boolean;
  lengthMs: number;
  seed: number;
  /** After the outage no second may have more of these than so many; how it is derived is said where it is set. */
  drainBound: { aiCalls: number; webhooks: number };
  panels: readonly Panel[];
}

/** What a second holds at most when `mean` are expected and each comes by itself: one second in a million has more (Poisson). */
export function atMostWithMean(mean: number): number {
  let probability = Math.exp(-mean);
  let sum = probability;
  let count = 0;
  while (sum < 1 - 1e-6) {
    count += 1;
    probability *= mean / count;
    sum += probability;
  }
  return count;
}
