import { panelsSvg } from './panels-svg.ts';
import { perSecond } from './per-second.ts';
import type { SimulationResult } from './simulate.ts';

/** The plot of a simulation: what it did a second over simulated time, one panel below the other, outages shaded. */
export function plotSvg({ scenario, ...result }: SimulationResult): string {
  const { title, lengthMs, outages } = scenario;
  const panels = scenario.panels.map(({ title: panelTitle, counts }) => ({
    title: panelTitle,
    seconds: perSecond(counts(result), lengthMs),
  }));
  return panelsSvg({ title, panels, lengthMs, outages });
}
