import { FLOW_CALLS, type Flow } from './flow-calls.ts';
import type { Prices } from './list-prices.ts';

export interface Load {
  events: number;
  /** Of all events, the share that came by webhook; of those the share that merge. */
  byWebhook: number;
  merging: number;
  /** Attempts that fail, for each event. */
  failedAttempts: number;
  /** Ms of an instance with one vCPU and half a GiB that one request takes; several requests share an instance. */
  instanceMsPerRequest: number;
}

export interface CostLine {
  what: string;
  count: number;
  dollars: number;
}

export const TYPICAL: Load = {
  events: 1_000_000,
  byWebhook: 0.5,
  merging: 0.5,
  failedAttempts: 0.1,
  instanceMsPerRequest: 10,
};

const GIB_OF_AN_INSTANCE = 0.5;

/** Documents that TTL deletes for each event: the event, its delivery, and its receipt where there is one. */
const EXPIRING = 3;

/** What a load of events costs, from the calls that each flow makes. Storage, traffic and sweeps, which run anyway, are not in it. */
export function costOfEvents(load: Load, prices: Prices): CostLine[] {
  const { events, byWebhook, merging, failedAttempts, instanceMsPerRequest } = load;
  const flows: [Flow, number][] = [
    ['accept by REST', events * (1 - byWebhook)],
    ['accept by webhook', events * byWebhook * (1 - merging)],
    ['accept a merging webhook', events * byWebhook * merging],
    ['hand to AI and take its answer', events],
    ['an attempt that fails', events * failedAttempts],
    ['deliver at the first attempt', events],
  ];
  const total = (count: (flow: Flow) => number) =>
    flows.reduce((sum, [flow, times]) => sum + times * count(flow), 0);
  const tasks = total((flow) => FLOW_CALLS[flow].tasks);
  const requests = events + tasks;
  const seconds = (requests * instanceMsPerRequest) / 1000;
  const line = (what: string, count: number, each: number) => ({ what, count, dollars: count * each });
  const reads = total((flow) => FLOW_CALLS[flow].documentReads);
  const writes = total((flow) => FLOW_CALLS[flow].documentWrites);
  return [
    line('document reads', reads, prices.firestoreReadsPer100k / 1e5),
    line('document writes', writes, prices.firestoreWritesPer100k / 1e5),
    line('documents deleted by TTL', events * EXPIRING, prices.firestoreDeletesPer100k / 1e5),
    line('task operations (created and dispatched)', tasks * 2, prices.taskOperationsPerMillion / 1e6),
    line('requests to functions', requests, prices.requestsPerMillion / 1e6),
    line('seconds of an instance', seconds, prices.vcpuPerSecond + GIB_OF_AN_INSTANCE * prices.gibPerSecond),
  ];
}
