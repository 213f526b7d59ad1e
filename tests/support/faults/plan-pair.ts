import type { FaultPlan } from './fault-injector.ts';
import { FAULT_KINDS } from './fault-kinds.ts';
import type { RemoteCall } from './remote-call.ts';

/** Two calls of a run, and how each goes wrong. */
export interface FaultPair {
  /** Which call is the first; counted around the calls of an undisturbed run. */
  first: number;
  /** How many calls later the second one is; it may be one that only the first fault leads to. */
  gap: number;
  /** Which of the ways in which a call can go wrong, for each; counted around as well. */
  kinds: readonly [number, number];
}

/** Has two calls of a run like the undisturbed one go wrong; `onFault` hears of each. */
export function planPair(
  { first, gap, kinds }: FaultPair,
  undisturbed: readonly RemoteCall[],
  onFault: () => void,
): FaultPlan {
  const at = first % Math.max(undisturbed.filter(isCounted).length, 1);
  let index = -1;
  return (call) => {
    if (!isCounted(call)) return undefined;
    index += 1;
    const which = [at, at + gap].indexOf(index);
    if (which < 0) return undefined;
    onFault();
    const possible = FAULT_KINDS[call.method];
    return possible[(kinds[which] ?? 0) % possible.length];
  };
}

/** The sweep asks for each shard each minute: almost every pair would lie there. */
function isCounted({ function: name, method }: RemoteCall): boolean {
  return name !== 'sweep' || method !== 'query';
}
