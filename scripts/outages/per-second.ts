import { SECOND_MS } from '../../functions/shared/core/duration.ts';
import { BEGIN } from './simulate.ts';

/** How many of `events` fall into each second of the simulation. */
export function perSecond(events: readonly { at: number }[], lengthMs: number): number[] {
  const counts = new Array<number>(Math.ceil(lengthMs / SECOND_MS) + 1).fill(0);
  for (const { at } of events) {
    const second = Math.floor((at - BEGIN) / SECOND_MS);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}

/** The most that fall into one second from `fromMs` on. */
export function busiestSecond(
  events: readonly { at: number }[],
  { fromMs, lengthMs }: { fromMs: number; lengthMs: number },
): number {
  return Math.max(...perSecond(events, lengthMs).slice(Math.ceil(fromMs / SECOND_MS)));
}
