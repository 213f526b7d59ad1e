import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FaultWorld } from './support/faults/fault-world.ts';
import { type FaultPair, planPair } from './support/faults/plan-pair.ts';
import type { RemoteCall } from './support/faults/remote-call.ts';
import { runScenario } from './support/faults/run-scenario.ts';
import type { Scenario } from './support/faults/scenario.ts';
import { SCENARIOS } from './support/faults/scenarios/scenarios.ts';

const LIMIT_MS = 3_600_000;

/** `CARVOS_FAULT_PAIRS=2000 CARVOS_FAULT_SEED=7 npm test -- tests/faults-pairs` looks further, and elsewhere. */
const { CARVOS_FAULT_PAIRS = '50', CARVOS_FAULT_SEED = '1' } = process.env;
const SETTINGS = { numRuns: Number(CARVOS_FAULT_PAIRS), seed: Number(CARVOS_FAULT_SEED), endOnFailure: true };

const scenarios = SCENARIOS.filter(({ needsFreshStart }) => !needsFreshStart);
const known = new Map<Scenario, RemoteCall[]>();
let world: FaultWorld;

beforeAll(async () => {
  world = await FaultWorld.start();
});
afterAll(() => world.stop());

/** What a scenario calls when nothing goes wrong beside what goes wrong in it anyway. */
async function callsOf(scenario: Scenario): Promise<RemoteCall[]> {
  const calls = known.get(scenario) ?? (await runScenario(world, scenario)).allCalls;
  known.set(scenario, calls);
  return calls;
}

const pair: fc.Arbitrary<FaultPair> = fc.record({
  first: fc.nat({ max: 999 }),
  gap: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 })),
  kinds: fc.tuple(fc.nat({ max: 59 }), fc.nat({ max: 59 })),
});

test(
  `whichever two calls fail or hang, every flow ends right (${SETTINGS.numRuns} pairs, seed ${SETTINGS.seed})`,
  async () => {
    let met = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...scenarios), pair, async (scenario, faultPair) => {
        const onFault = () => {
          met += 1;
        };
        const plan = planPair(faultPair, await callsOf(scenario), onFault);
        const { faults, problems } = await runScenario(world, scenario, plan);
        expect({ scenario: scenario.name, faults, problems }).toEqual({
          scenario: scenario.name,
          faults,
          problems: [],
        });
      }),
      SETTINGS,
    );
    // A pair whose second fault lies past the end is only a row of the table: most must not be.
    expect(met).toBeGreaterThan(1.5 * SETTINGS.numRuns);
  },
  LIMIT_MS,
);
