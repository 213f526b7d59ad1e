import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FaultRow, planOf, promptnessProblems, rowsOf, sizeOf } from './fault-table.ts';
import { FaultWorld } from './fault-world.ts';
import { runScenario, type ScenarioRun } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

const LIMIT_MS = 120_000;

/** Runs each row of the table for these scenarios: one call goes wrong in one way, and the flow is to end right all the same. */
export function describeFaultTable(scenarios: readonly Scenario[]): void {
  describe(`whichever call fails or hangs, every flow ends right (${sizeOf(scenarios)})`, () => {
    let world: FaultWorld;
    beforeAll(async () => {
      world = await FaultWorld.start();
    });
    afterAll(() => world.stop());

    async function problemsOf(scenario: Scenario, row: FaultRow, undisturbed: ScenarioRun) {
      const run = await runScenario(world, scenario, planOf(row));
      const problems = [...run.problems];
      if (!run.faults.includes(`${row.label} ${row.kind}`)) problems.push('the call was not made');
      if (!scenario.standing) problems.push(...promptnessProblems(row, run, undisturbed));
      return problems;
    }

    test.each(scenarios)(
      '$name',
      async (scenario) => {
        const undisturbed = await runScenario(world, scenario);
        const wrong: object[] = [];
        for (const row of rowsOf(scenario)) {
          const problems = await problemsOf(scenario, row, undisturbed);
          if (problems.length === 0) continue;
          wrong.push({ ...row, problems });
          // What did not end right is not left to the next row.
          await world.stop();
          world = await FaultWorld.start();
        }
        expect(wrong).toEqual([]);
      },
      LIMIT_MS,
    );
  });
}
