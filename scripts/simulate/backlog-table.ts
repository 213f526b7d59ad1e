import type { Backlog } from './simulate-backlog.ts';
import { simulateBacklog } from './simulate-backlog.ts';

export type Outage = Pick<Backlog, 'outageSeconds' | 'perSecond' | 'burst'>;

/** With and without each of the two that keep a backlog from coming back at once. */
export const VARIANTS = [
  { jitter: false, limits: false },
  { jitter: true, limits: false },
  { jitter: false, limits: true },
  { jitter: true, limits: true },
] as const;

/** What each variant makes of some outages, as a Markdown table. */
export function backlogTable(outages: readonly Outage[], seed: Backlog['seed']): string {
  const rows = outages.flatMap((outage) => VARIANTS.map((variant) => rowOf({ ...outage, ...variant, seed })));
  return [
    '| outage | webhooks a second | and at once | jitter | limits | attempts | exhausted | busiest second of the outage | busiest second after it | most that waited in a queue | last one after |',
    '|---|---:|---:|---|---|---:|---:|---:|---:|---:|---:|',
    ...rows,
  ].join('\n');
}

function rowOf(backlog: Backlog): string {
  const { outageSeconds, perSecond, burst, jitter, limits } = backlog;
  const { attempts, exhausted, longestQueue } = simulateBacklog(backlog);
  const whole = new Intl.NumberFormat('en');
  const sum = attempts.reduce((total, count) => total + count, 0);
  const cells = [
    `${outageSeconds / 3600} h`,
    ...[perSecond, burst].map(whole.format),
    ...[jitter, limits].map((one) => (one ? 'yes' : 'no')),
    ...[sum, exhausted].map(whole.format),
    ...[attempts.slice(0, outageSeconds), attempts.slice(outageSeconds)].map(busiest).map(whole.format),
    whole.format(longestQueue),
    `${Math.round((attempts.length - outageSeconds) / 60)} min`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Not by spreading: there may be more seconds than a call takes arguments. */
function busiest(counts: readonly number[]): number {
  return counts.reduce((most, count) => Math.max(most, count), 0);
}
