import type { FunctionName } from '../../../functions/function-names.ts';
import type { FaultFlow } from './fault-flow.ts';
import type { FaultPlan } from './fault-injector.ts';
import type { RemoteMethod } from './remote-call.ts';

/** One story of what may happen. Each call that its functions make is made to go wrong once, in every way. */
export interface Scenario {
  name: string;
  /** Whose calls are looked at; the others' are another scenario's. */
  functions: readonly FunctionName[];
  /** Calls of theirs that are another scenario's too. */
  overlooks?: readonly RemoteMethod[];
  /** What came before, where nothing goes wrong. */
  before?: (flow: FaultFlow) => Promise<unknown>;
  run: (flow: FaultFlow) => Promise<unknown>;
  /** What goes wrong in this story anyway. */
  standing?: () => FaultPlan;
  /** How the events' own webhooks end; delivered, if not said. */
  ends?: 'delivered' | 'exhausted';
  /** What the events come to; success, if not said. */
  outcome?: 'success' | 'error';
  /** How many webhooks of which event there are in the end, where that is not one for each push and two for a client that is new. */
  tellsOf?: Readonly<Record<string, number>>;
  /** Needs functions that have answered nothing yet. */
  needsFreshStart?: boolean;
}
