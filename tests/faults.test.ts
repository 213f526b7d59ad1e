import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callSites } from './support/faults/call-sites.ts';
import { expectedCalls, sizeOf, tally } from './support/faults/fault-table.ts';
import { FaultWorld } from './support/faults/fault-world.ts';
import { runScenario, type ScenarioRun } from './support/faults/run-scenario.ts';
import { SCENARIOS } from './support/faults/scenarios/scenarios.ts';

// The rows themselves are run by the other tests of faults, next to each other.
describe('the fault table lists every call that goes out', () => {
  const undisturbed = new Map<string, ScenarioRun>();
  beforeAll(async () => {
    const world = await FaultWorld.start();
    for (const scenario of SCENARIOS) undisturbed.set(scenario.name, await runScenario(world, scenario));
    await world.stop();
  }, 60_000);
  afterAll(() => void process.stdout.write(`The fault table: ${sizeOf(SCENARIOS)}\n`));

  test.each(SCENARIOS)('$name', (scenario) => {
    const { calls, problems } = undisturbed.get(scenario.name) as ScenarioRun;
    expect(problems).toEqual([]);
    expect(tally(calls)).toEqual(expectedCalls(scenario));
  });

  test('no place in the functions and flows that calls out is without a scenario', () => {
    const met = [...undisturbed.values()].flatMap(({ calls }) => calls.map(({ line }) => line()));
    expect([...new Set(met)].toSorted()).toEqual(callSites());
  });
});
