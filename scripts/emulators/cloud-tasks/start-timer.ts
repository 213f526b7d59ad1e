/** Runs `ring` after `ms`; the function it answers with calls that off. Injected, so that tests need not wait. */
export type StartTimer = (ms: number, ring: () => void) => () => void;

export const startRealTimer: StartTimer = (ms, ring) => {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
};
