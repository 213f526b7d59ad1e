import { panelsSvg } from '../outages/panels-svg.ts';
import { type Outage, VARIANTS } from './backlog-table.ts';
import { type Backlog, simulateBacklog } from './simulate-backlog.ts';

/** Attempts a second in and after an outage, a panel for each variant. */
export function backlogSvg(outage: Outage, seed: Backlog['seed']): string {
  const loads = VARIANTS.map((variant) => ({
    variant,
    seconds: simulateBacklog({ ...outage, ...variant, seed }).attempts,
  }));
  const length = Math.max(...loads.map(({ seconds }) => seconds.length));
  const { outageSeconds, perSecond, burst } = outage;
  const many = new Intl.NumberFormat('en').format(burst);
  return panelsSvg({
    title: `Attempts a second: an outage of ${outageSeconds / 3600} h, ${many} webhooks at once and ${perSecond} a second`,
    lengthMs: length * 1000,
    outages: [{ fromMs: 0, toMs: outageSeconds * 1000 }],
    panels: loads.map(({ variant, seconds }) => ({
      title: titleOf(variant),
      seconds: [...seconds, ...new Array<number>(length - seconds.length).fill(0)],
    })),
  });
}

function titleOf({ jitter, limits }: (typeof VARIANTS)[number]): string {
  return `${jitter ? 'with' : 'without'} jitter, ${limits ? 'with' : 'without'} the queues' limits`;
}
