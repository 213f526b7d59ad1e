import type { FunctionName } from '../../../functions/function-names.ts';
import type { FaultFlow } from './fault-flow.ts';
import type { FaultPlan } from './fault-injector.ts';

/** One story of what may happen. Each call that its functions make is made to go wrong once, in every way. */
export interface Scenario {
  name: string;
  /** Whose calls are looked at; the others' are another scenario's. */
  functions: readonly FunctionName[];
  /** What came before, where nothing goes wrong. */
  before?: (flow: FaultFlow) => Promise<unknown>;
  run: (flow: FaultFlow) => Promise<unknown>;
  /** What goes wrong in this story anyway. */
  standing?: () => FaultPlan;
  /** How the events' own webhooks end; delivered, if not said. */
  ends?: 'exhausted';
  /** Needs functions that have answered nothing yet. */
  needsFreshStart?: boolean;
}
