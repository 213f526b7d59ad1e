import { endProblems } from './check-end.ts';
import { storedProblems } from './check-stored.ts';
import { FaultFlow } from './fault-flow.ts';
import type { FaultPlan } from './fault-injector.ts';
import { FaultWorld } from './fault-world.ts';
import type { RemoteCall } from './remote-call.ts';
import type { Scenario } from './scenario.ts';

export interface ScenarioRun {
  /** The calls that the scenario looks at, in their order. */
  calls: RemoteCall[];
  /** Those that it does not look at as well. */
  allCalls: RemoteCall[];
  /** How often somebody outside was refused and had to ask again. */
  refusals: number;
  /** How many tasks only the sweep made. */
  sweptTasks: number;
  /** What was made to go wrong. */
  faults: string[];
  /** What did not end right. */
  problems: string[];
}

/**
 * Runs a scenario to its end, with what goes wrong by `plan` beside what goes wrong in it anyway, and judges the end. Where it needs
 * functions that have answered nothing yet, it gets a world of its own.
 */
export async function runScenario(
  world: FaultWorld,
  scenario: Scenario,
  plan: FaultPlan = () => undefined,
): Promise<ScenarioRun> {
  if (!scenario.needsFreshStart) return runIn(world, scenario, plan);
  const fresh = await FaultWorld.start({ isFresh: true });
  try {
    return await runIn(fresh, scenario, plan);
  } finally {
    await fresh.stop();
  }
}

async function runIn(world: FaultWorld, scenario: Scenario, plan: FaultPlan): Promise<ScenarioRun> {
  const { injector, outside } = world;
  const flow = new FaultFlow(world);
  injector.begin();
  outside.begin();
  world.wrongAnswers = [];
  const problems: string[] = [];
  try {
    await scenario.before?.(flow);
    const standing = scenario.standing?.() ?? (() => undefined);
    injector.follow((call) => {
      // Both are asked, as each counts the calls.
      const [planned, usual] = [plan(call), standing(call)];
      return planned ?? usual;
    });
    await scenario.run(flow);
    const documents = await flow.settle();
    problems.push(...endProblems(flow, documents, scenario));
    problems.push(...(await storedProblems(world.carvos.gateway.runtime.store, documents.events)));
  } catch (error) {
    problems.push((error as Error).stack ?? String(error));
  }
  const { calls, faults, problems: unbounded } = injector.notes;
  injector.begin();
  return {
    calls: calls.filter((call) => isLookedAt(scenario, call)),
    allCalls: calls,
    refusals: flow.refusals,
    sweptTasks: calls.filter(({ function: name, method }) => name === 'sweep' && method === 'enqueue').length,
    faults,
    problems: [...new Set([...flow.problems, ...problems, ...unbounded, ...world.wrongAnswers])],
  };
}

function isLookedAt({ functions, overlooks = [] }: Scenario, call: RemoteCall): boolean {
  return functions.includes(call.function) && !overlooks.includes(call.method);
}
