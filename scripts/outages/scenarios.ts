import type { Scenario } from './scenario.ts';
import { aiDownForADay } from './scenarios/ai-down-for-a-day.ts';
import { aiDownForAnHour } from './scenarios/ai-down-for-an-hour.ts';
import { atsDisabledForAnHour } from './scenarios/ats-disabled-for-an-hour.ts';
import { atsDownForANight } from './scenarios/ats-down-for-a-night.ts';
import { backendsAway } from './scenarios/backends-away.ts';

/** Every outage that is simulated. */
export const SCENARIOS: readonly Scenario[] = [
  aiDownForAnHour,
  atsDownForANight,
  aiDownForADay,
  atsDisabledForAnHour,
  backendsAway,
];
