import { SECOND_MS } from '../../functions/shared/core/duration.ts';
import { busiestSecond } from './per-second.ts';
import { BEGIN, type SimulationResult } from './simulate.ts';

/** `docs/outages.md`: what was simulated and what came of it. */
export function outagesPage(results: readonly SimulationResult[]): string {
  return `# Outages

<!-- Made by \`npm run outages\`, figures included. -->

What happens when something outside, or a backend of CarvOS, is away for long, and when it comes back. \`npm run outages\` makes this page and its
plots anew in half a minute, always the same for the same code; \`npm test -- tests/outages\` runs the same simulations and checks how each flow ended.

The code is production's, with the embedded store and queue, the real ladder, back-off, jitter (seeded) and queue limits, and \`sweep\` each minute. Made up are the
clock, which moves in whole seconds, and what is outside: the AI service answers in 0.2 to 0.8 s, an ATS in 0.05 to 0.25 s. Not simulated: HTTP between queue and
functions, instances starting, and the limit of 64 dispatches at once of one \`npm start\`.

| | events | AI calls | webhook attempts | delivered | exhausted | busiest second afterwards: AI calls (bound) | webhooks (bound) | last of the backlog ends after |
|---|---|---|---|---|---|---|---|---|
${results.map(row).join('\n')}

In every run, as the tests check, each accepted event ended in exactly one webhook and nothing was left pending. A bound is what one second in a million would exceed if each
call came by itself; \`scripts/outages/scenarios\` derives them. After an outage they come down to the jitter: what failed together comes back spread over 10 % of
its last wait. What runs into its time limit waits in the slow queue of its ATS, with few places; what has gathered there in the meantime comes at that queue's
rate, 100 a second for an ATS.

${results.map(section).join('\n\n')}
`;
}

function row(result: SimulationResult): string {
  const { scenario, acceptances, aiCalls, webhooks, timelines } = result;
  const { title, outages, lengthMs, drainBound } = scenario;
  const after = { fromMs: outages.at(-1)?.toMs ?? 0, lengthMs };
  const deliveries = [...timelines.values()].flatMap((timeline) => timeline.deliveries);
  const count = (state: string) => deliveries.filter((delivery) => delivery.state === state).length;
  const cells = [
    title,
    acceptances.length,
    aiCalls.length,
    webhooks.length,
    count('delivered'),
    count('exhausted'),
    `${busiestSecond(aiCalls, after)} (${drainBound.aiCalls})`,
    `${busiestSecond(webhooks, after)} (${drainBound.webhooks})`,
    drainTime(result),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** How long after the last outage the last delivery that was made before its end was settled. */
function drainTime({ scenario, timelines }: SimulationResult): string {
  const upAt = BEGIN + (scenario.outages.at(-1)?.toMs ?? 0);
  let last = upAt;
  for (const { event, deliveries } of timelines.values()) {
    if (event.acceptedAt >= upAt) continue;
    for (const { settledAt } of deliveries) last = Math.max(last, settledAt ?? 0);
  }
  const seconds = Math.round((last - upAt) / SECOND_MS);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function section({ scenario: { name, title, story } }: SimulationResult): string {
  return `## ${title}\n\n${story}\n\n![${title}](outages/${name}.svg)`;
}
