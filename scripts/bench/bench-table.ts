import { type BenchRow, type Ratio, reaches } from './figures.ts';

/** The rows as a table that people read, in Markdown. */
export function benchTable(rows: readonly BenchRow[]): string {
  const lines = rows.flatMap(({ name, ratios }) =>
    ratios.map(
      (ratio) => `| ${name} | ${ratio.name} | ${ratio.value}× | ${target(ratio)} | ${verdict(ratio)} |`,
    ),
  );
  const figures = rows.map(
    ({ name, subject, yardstick, figures: absolute }) =>
      `**${name}**: ${subject}, against ${yardstick}.\n${Object.entries(absolute)
        .map(([figure, value]) => `${figure} ${value}`)
        .join(' · ')}`,
  );
  return `| what | ratio | measured | to reach | |\n|---|---|---|---|---|\n${lines.join('\n')}\n\n${figures.join('\n\n')}\n`;
}

function target({ target: wanted }: Ratio): string {
  return 'atLeast' in wanted ? `≥ ${wanted.atLeast}×` : `≤ ${wanted.atMost}×`;
}

function verdict(ratio: Ratio): string {
  return reaches(ratio) ? 'reached' : 'missed';
}
