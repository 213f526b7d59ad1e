import { mkdirSync, writeFileSync } from 'node:fs';
import { outagesPage } from './outages/outages-page.ts';
import { plotSvg } from './outages/plot-svg.ts';
import { SCENARIOS } from './outages/scenarios.ts';
import { type SimulationResult, simulate } from './outages/simulate.ts';

/** `npm run outages`: runs the simulations and writes `docs/outages.md` and its plots. */
mkdirSync('docs/outages', { recursive: true });
const results: SimulationResult[] = [];
for (const scenario of SCENARIOS) {
  console.log(`${scenario.title} …`);
  const result = await simulate(scenario);
  results.push(result);
  const file = `docs/outages/${scenario.name}.svg`;
  writeFileSync(file, plotSvg(result));
  console.log(`  ${result.acceptances.length} events, ${result.webhooks.length} webhook attempts → ${file}`);
}
writeFileSync('docs/outages.md', outagesPage(results));
console.log('→ docs/outages.md');
