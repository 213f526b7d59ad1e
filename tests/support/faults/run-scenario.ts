import { endProblems } from './check-end.ts';
import { FaultFlow } from './fault-flow.ts';
import type { FaultPlan } from './fault-injector.ts';
import type { FaultWorld } from './fault-world.ts';
import type { RemoteCall } from './remote-call.ts';
import type { Scenario } from './scenario.ts';

export interface ScenarioRun {
  /** The calls that the scenario looks at, in their order. */
  calls: RemoteCall[];
  /** What was made to go wrong. */
  faults: string[];
  /** What did not end right. */
  problems: string[];
}

/** Runs a scenario to its end, with what goes wrong by `plan` beside what goes wrong in it anyway, and judges the end. */
export async function runScenario(
  world: FaultWorld,
  scenario: Scenario,
  plan: FaultPlan = () => undefined,
): Promise<ScenarioRun> {
  const { injector, outside } = world;
  const flow = new FaultFlow(world);
  injector.begin(() => undefined);
  outside.begin();
  world.wrongAnswers = [];
  const problems: string[] = [];
  try {
    await scenario.before?.(flow);
    const standing = scenario.standing?.() ?? (() => undefined);
    injector.begin((call) => {
      // Both are asked, as each counts the calls.
      const [planned, usual] = [plan(call), standing(call)];
      return planned ?? usual;
    });
    await scenario.run(flow);
    const documents = await flow.settle();
    problems.push(...endProblems(flow, documents, scenario.ends ?? 'delivered'));
  } catch (error) {
    problems.push((error as Error).stack ?? String(error));
  }
  const { calls, faults, problems: unbounded } = injector.notes;
  injector.begin(() => undefined);
  return {
    calls: calls.filter((call) => scenario.functions.includes(call.function)),
    faults,
    problems: [...new Set([...flow.problems, ...problems, ...unbounded, ...world.wrongAnswers])],
  };
}
