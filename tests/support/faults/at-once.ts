import type { FaultFlow } from './fault-flow.ts';

/** Sends two things, the same or not, so that both are looked at before either is stored. */
export function atOnce(
  flow: FaultFlow,
  send: () => Promise<string>,
  sendOther: () => Promise<string> = send,
): Promise<string[]> {
  flow.world.injector.pairUp('commit');
  return Promise.all([send(), sendOther()]);
}
