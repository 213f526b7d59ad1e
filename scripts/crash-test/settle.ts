import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../../functions/shared/ports/store.ts';
import { countTasks } from './read-final-state.ts';

export interface SettleOptions {
  store: Store;
  dataDir: string;
  signal: AbortSignal;
  /** Told now and then how much is left. */
  onLook(left: Left): void;
}

/** What still waits; beyond a thousand of a kind is not counted. */
export interface Left {
  events: number;
  deliveries: number;
  tasks: number;
}

const LOOK_EVERY_MS = 1000;

/**
 * A claim of the last run ends after 60 s; what has lost its task is found by the first sweep that comes 2 min after it was due,
 * which is 3 min after the start at the latest. Then it may climb its whole ladder, and tasks too many wait up to a minute.
 */
const MAX_WAIT_MS = 360_000;

/** Waits until nothing waits any more; resolves, too, when that takes too long: the checks then tell what is left. */
export async function settle({ store, dataDir, signal, onLook }: SettleOptions): Promise<void> {
  const giveUpAt = Date.now() + MAX_WAIT_MS;
  for (;;) {
    const left = await look(store, dataDir);
    if (left.events + left.deliveries + left.tasks === 0 || Date.now() > giveUpAt) return;
    onLook(left);
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function look(store: Store, dataDir: string): Promise<Left> {
  const count = async (collection: string, state: string) =>
    (await store.query({ collection, equals: { state }, limit: 1000 })).length;
  return {
    events: (await count('events', 'accepted')) + (await count('events', 'awaiting_result')),
    deliveries: await count('deliveries', 'pending'),
    tasks: countTasks(dataDir),
  };
}
