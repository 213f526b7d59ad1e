import type { CostLine } from './cost-of-events.ts';

/** The lines and their sum as a Markdown table. */
export function costTable(lines: readonly CostLine[]): string {
  const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
  const rows = lines.map(
    ({ what, count, dollars }) => `| ${what} | ${whole.format(count)} | ${dollars.toFixed(2)} |`,
  );
  const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
  return [
    '| what | how many | US$ |',
    '|---|---:|---:|',
    ...rows,
    `| **together** | | **${total.toFixed(2)}** |`,
  ].join('\n');
}
