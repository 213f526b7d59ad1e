import { test } from '@jest/globals';
import { FaultWorld } from './support/faults/fault-world.ts';
import { runScenario } from './support/faults/run-scenario.ts';
import { SCENARIOS } from './support/faults/scenarios/scenarios.ts';

test('x', async () => {
  let world = await FaultWorld.start();
  for (const s of SCENARIOS) {
    if (s.needsFreshStart) {
      await world.stop();
      world = await FaultWorld.start();
    }
    const t = Date.now();
    const run = await runScenario(world, s);
    const counts = new Map<string, number>();
    for (const { label } of run.calls) counts.set(label, (counts.get(label) ?? 0) + 1);
    process.stdout.write(
      `== ${s.name} ${Date.now() - t} ms\n${[...counts].map(([c, n]) => `   ${n}x ${c}`).join('\n')}\n${run.problems.map((p) => ` !! ${p}`).join('\n')}\n faults ${run.faults.join('; ')}\n`,
    );
  }
  await world.stop();
}, 100000);
