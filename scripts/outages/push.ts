import type { EventSource } from '../../functions/shared/core/accepted-event.ts';
import type { RecordAction } from '../../functions/shared/core/records/record-type.ts';

/** One change that an ATS tells of, and when, in ms since the simulation began. */
export interface Push {
  atMs: number;
  atsId: string;
  clientId: string;
  userId: string;
  recordId: string;
  source: EventSource;
  action: RecordAction;
}

export interface PushPlan {
  /** Each record's id begins with it; the plans of one simulation have different names. */
  name: string;
  atsIds: readonly string[];
  count: number;
  fromMs: number;
  toMs: number;
}

const CLIENTS = 5;
const USERS = 3;
const ACTIONS: readonly RecordAction[] = ['created', 'created', 'created', 'updated', 'deleted'];

/** `count` pushes at random moments from `fromMs` to `toMs`, in turn from each ATS and from several of its clients. */
export function planPushes({ name, atsIds, count, fromMs, toMs }: PushPlan, random: () => number): Push[] {
  return Array.from({ length: count }, (_, index) => ({
    atMs: fromMs + Math.floor(random() * (toMs - fromMs)),
    atsId: atsIds[index % atsIds.length] as string,
    clientId: `client-${Math.floor(random() * CLIENTS)}`,
    userId: `user-${Math.floor(random() * USERS)}`,
    recordId: `${name}-${index}`,
    source: random() < 0.5 ? 'rest' : 'webhook',
    action: ACTIONS[Math.floor(random() * ACTIONS.length)] as RecordAction,
  }));
}
