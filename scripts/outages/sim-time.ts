import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../functions/shared/ports/clock.ts';
import { MinHeap } from '../min-heap.ts';

/** A write waits two turns of the event loop for its batch, and what follows it, such as the next lease, as many. */
const QUIET_TURNS = 6;

/** Resolves when a write that was just asked for, and what follows it, has been done. */
export async function quietTurns(): Promise<void> {
  for (let turn = 0; turn < QUIET_TURNS; turn += 1) await nextTurn();
}

/** A clock that stands still while anything is being done, and jumps over the time in which nothing is. */
export class SimTime implements Clock {
  #now: number;
  #busy = 0;
  readonly #waiting = new MinHeap<() => void>();

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** When the next `wait` ends. */
  get nextAt(): number {
    return this.#waiting.nextAt;
  }

  /** Does something during which the clock stands still, unless it is in a `wait`. */
  async work<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  /** Within `work`: lets so much simulated time pass. */
  wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#busy -= 1;
    this.#waiting.push(this.#now + ms, () => {
      this.#busy += 1;
      resolve();
    });
    return promise;
  }

  /** Resolves when all that can be done at this moment has been done. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      await nextTurn();
      quiet = this.#busy === 0 ? quiet + 1 : 0;
    }
  }

  moveTo(at: number): void {
    this.#now = at;
    for (let end = this.#waiting.popDue(at); end; end = this.#waiting.popDue(at)) end();
  }
}
