/** Hand one accepted event to the AI service; `n` is how many calls came before. */
export interface ProcessTask {
  v: 1;
  kind: 'process';
  atsId: string;
  referenceId: string;
  n: number;
  /** Comes from the slow queue, where it waits its turn and does not step aside. */
  slow?: true;
}

/** Make attempt `n + 1` of one delivery, on its ladder number `ladder`. */
export interface DeliverTask {
  v: 1;
  kind: 'deliver';
  atsId: string;
  deliveryId: string;
  ladder: number;
  n: number;
  /** As of {@link ProcessTask}. */
  slow?: true;
}

/** What a queue carries: ids only. Versioned, because tasks in flight outlive a deployment. */
export type Task = ProcessTask | DeliverTask;

/** The id of the document that a task is about: its shard goes by it. */
export function documentOf(task: Task): string {
  return task.kind === 'process' ? task.referenceId : task.deliveryId;
}

/** Reads a task's body; undefined for anything that is not a task of this version. */
export function parseTask(body: Uint8Array): Task | undefined {
  let task: Partial<Record<string, unknown>>;
  try {
    task = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof task !== 'object' || task === null || task.v !== 1 || !isText(task.atsId) || !isCount(task.n)) {
    return undefined;
  }
  const { kind, atsId, n } = task;
  const slow = task.slow === true ? ({ slow: true } as const) : {};
  if (kind === 'process' && isText(task.referenceId)) {
    return { v: 1, kind, atsId, referenceId: task.referenceId, n, ...slow };
  }
  if (kind === 'deliver' && isText(task.deliveryId) && isCount(task.ladder)) {
    return { v: 1, kind, atsId, deliveryId: task.deliveryId, ladder: task.ladder, n, ...slow };
  }
  return undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
