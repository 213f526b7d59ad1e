import type { Scenario } from '../scenario.ts';
import { ACCEPTING } from './accepting.ts';
import { DELIVERING } from './delivering.ts';
import { PROCESSING } from './processing.ts';
import { RECOVERING } from './recovering.ts';

/** Every story, with all that goes out of the functions in it. */
export const SCENARIOS: readonly Scenario[] = [...ACCEPTING, ...PROCESSING, ...DELIVERING, ...RECOVERING];
