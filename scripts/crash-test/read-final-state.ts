import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AcceptedEvent } from '../../functions/shared/core/accepted-event.ts';
import type { Delivery } from '../../functions/shared/core/delivery/delivery.ts';
import type { Store } from '../../functions/shared/ports/store.ts';
import type { FinalDelivery, FinalEvent, FinalState } from './run-notes.ts';

const PAGE = 500;

/** Reads every event and delivery through the store, and counts the tasks. */
export async function readFinalState(store: Store, dataDir: string): Promise<FinalState> {
  return {
    events: await readAll(store, 'events', toFinalEvent),
    deliveries: await readAll(store, 'deliveries', toFinalDelivery),
    tasks: countTasks(dataDir),
  };
}

/** No port tells how long a queue is: nothing in production asks. */
export function countTasks(dataDir: string): number {
  const db = new DatabaseSync(join(dataDir, 'carvos.db'), { readOnly: true, timeout: 5000 });
  try {
    return Number(db.prepare('SELECT count(*) AS count FROM tasks').get()?.count);
  } finally {
    db.close();
  }
}

async function readAll<T extends object, R>(
  store: Store,
  collection: string,
  convert: (data: T) => R,
): Promise<R[]> {
  const all: R[] = [];
  let lastId: string | undefined;
  for (;;) {
    const after = lastId === undefined ? {} : { startAfterId: lastId };
    const page = await store.query<T>({ collection, limit: PAGE, ...after });
    all.push(...page.map(({ data }) => convert(data)));
    if (page.length < PAGE) return all;
    lastId = page.at(-1)?.id;
  }
}

function toFinalEvent({ referenceId, recordId, state, outcome }: AcceptedEvent): FinalEvent {
  return { referenceId, recordId, state, outcome };
}

function toFinalDelivery({ payload, ...delivery }: Delivery): FinalDelivery {
  const { deliveryId, referenceId, event, clientId, state, n, attempts, settledAt } = delivery;
  const userId = JSON.parse(Buffer.from(payload).toString()).data.user_id ?? null;
  const bodyHash = createHash('sha256').update(payload).digest('hex');
  return { deliveryId, referenceId, event, clientId, state, n, attempts, settledAt, userId, bodyHash };
}
