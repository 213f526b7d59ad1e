import type { Outage } from './backlog-table.ts';

/** The outages that docs/cost-and-scale.md tells of; the first is the one that is drawn. */
export const DOCUMENTED_OUTAGES = [
  { outageSeconds: 3600, perSecond: 10, burst: 36_000 },
  { outageSeconds: 3600, perSecond: 100, burst: 360_000 },
  { outageSeconds: 8 * 3600, perSecond: 10, burst: 0 },
] as const satisfies readonly Outage[];

export const DOCUMENTED_SEED = 'backlog';
