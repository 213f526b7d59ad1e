import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callSites } from './support/faults/call-sites.ts';
import { countCalls, expectedCalls, planOf, rowsOf, tally } from './support/faults/fault-table.ts';
import { FaultWorld } from './support/faults/fault-world.ts';
import { runScenario, type ScenarioRun } from './support/faults/run-scenario.ts';
import type { Scenario } from './support/faults/scenario.ts';
import { SCENARIOS } from './support/faults/scenarios/scenarios.ts';

const LIMIT_MS = 120_000;
const ROWS = SCENARIOS.flatMap(rowsOf);
const CALLS = SCENARIOS.reduce((sum, scenario) => sum + countCalls(rowsOf(scenario)), 0);
const SIZE = `${SCENARIOS.length} scenarios, ${CALLS} calls, ${ROWS.length} faults`;

let world: FaultWorld;
const undisturbed = new Map<string, ScenarioRun>();

/** Runs a scenario in the one world of all of them, or in one of its own where it needs that. */
async function run(scenario: Scenario, plan?: Parameters<typeof runScenario>[2]): Promise<ScenarioRun> {
  if (!scenario.needsFreshStart) return runScenario(world, scenario, plan);
  const fresh = await FaultWorld.start({ isFresh: true });
  try {
    return await runScenario(fresh, scenario, plan);
  } finally {
    await fresh.stop();
  }
}

beforeAll(async () => {
  world = await FaultWorld.start();
  for (const scenario of SCENARIOS) undisturbed.set(scenario.name, await run(scenario));
}, LIMIT_MS);
afterAll(async () => {
  await world.stop();
  process.stdout.write(`The fault table: ${SIZE}\n`);
});

describe('the fault table lists every call that goes out', () => {
  test.each(SCENARIOS)('$name', (scenario) => {
    const { calls, problems } = undisturbed.get(scenario.name) as ScenarioRun;
    expect(problems).toEqual([]);
    expect(tally(calls)).toEqual(expectedCalls(scenario));
  });

  test('and no place in the functions and flows that calls out is without a scenario', () => {
    const met = [...undisturbed.values()].flatMap(({ calls }) => calls.map(({ line }) => line()));
    expect([...new Set(met)].toSorted()).toEqual(callSites());
  });
});

describe(`whichever call fails or hangs, every flow ends right (${SIZE})`, () => {
  test.each(SCENARIOS)(
    '$name',
    async (scenario) => {
      const wrong: object[] = [];
      for (const row of rowsOf(scenario)) {
        const t=Date.now();const { faults, problems } = await run(scenario, planOf(row));if(Date.now()-t>500)process.stdout.write(`slow ${Date.now()-t} ${scenario.name} ${JSON.stringify(row)}\n`);
        const wasInjected = faults.includes(`${row.label} ${row.kind}`);
        if (wasInjected && problems.length === 0) continue;
        wrong.push({ ...row, wasInjected, problems });
        // What did not end right is not left to the next row.
        await world.stop();
        world = await FaultWorld.start();
      }
      expect(wrong).toEqual([]);
    },
    LIMIT_MS,
  );
});
