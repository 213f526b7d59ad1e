import type { Clock } from '../../../functions/shared/ports/clock.ts';
import type { StartTimer } from './start-timer.ts';

export interface Alarm {
  /** Rings once when it is `at` (epoch ms), in place of whatever was set before; never for Infinity. */
  set(at: number): void;
}

/** What one timer of Node can wait for at most. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** One alarm on one timer, set for the very time at which there is something to do. It may ring early, never late. */
export function createAlarm(clock: Clock, startTimer: StartTimer, ring: () => void): Alarm {
  let callOff = () => {};
  let setFor = Number.POSITIVE_INFINITY;

  return {
    set(at) {
      if (at === setFor) return;
      callOff();
      callOff = () => {};
      setFor = at;
      if (at === Number.POSITIVE_INFINITY) return;
      const ms = Math.min(Math.max(Math.ceil(at - clock.now()), 0), MAX_TIMER_MS);
      callOff = startTimer(ms, () => {
        setFor = Number.POSITIVE_INFINITY;
        ring();
      });
    },
  };
}
