import { test } from '@jest/globals';
import { FaultWorld } from './support/faults/fault-world.ts';
import { runScenario } from './support/faults/run-scenario.ts';
import { ACCEPTING } from './support/faults/scenarios/accepting.ts';
import { DELIVERING } from './support/faults/scenarios/delivering.ts';
import { PROCESSING } from './support/faults/scenarios/processing.ts';
import { RECOVERING } from './support/faults/scenarios/recovering.ts';

test('x', async () => {
  const world = await FaultWorld.start();
  for (const s of [...ACCEPTING, ...PROCESSING, ...DELIVERING, ...RECOVERING]) {
    const t = Date.now();
    const run = await runScenario(world, s);
    process.stdout.write(`== ${s.name} ${Date.now() - t} ms\n${run.calls.map((c) => `   ${c.label} @${c.line()}`).join('\n')}\n${run.problems.map((p) => ` !! ${p}`).join('\n')}\n faults ${run.faults.join('; ')}\n`);
  }
  await world.stop();
}, 100000);
