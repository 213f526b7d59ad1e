import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createDelivery } from '../../../functions/shared/core/delivery/create-delivery.ts';
import { outgoingEventId } from '../../../functions/shared/core/envelope.ts';
import { encodeJson } from '../../../functions/shared/core/json/encode-json.ts';
import { paths } from '../../../functions/shared/core/paths.ts';
import { createEvent } from '../../../functions/shared/core/processing/create-event.ts';
import { candidate } from '../../../functions/shared/core/records/candidate.ts';
import { createAts } from '../../../functions/shared/flows/create-ats.ts';
import { createTask } from '../../../functions/shared/flows/create-task.ts';
import { enqueueDelivery } from '../../../functions/shared/flows/enqueue-delivery.ts';
import type { Write } from '../../../functions/shared/ports/store.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import type { Gateway } from '../../local/start-gateway.ts';
import { type OpenGatewayOptions, openGateway } from './open-gateway.ts';

/** What waits, and for whom: webhooks for the endpoint of an ATS, or events for the AI service. */
export type WaitingFor = 'deliver' | 'process';

export interface MeasureOptions extends Omit<OpenGatewayOptions, 'aiServiceUrl'> {
  waitingFor: WaitingFor;
  /** What of the noisy ATS waits in front when the queues begin; nothing ever answers it. */
  waiting: number;
  /** How long the other ATS is looked at, with four webhooks or events a second. */
  seconds: number;
  progress: (text: string) => void;
}

const NOISY = 'noisy';
const OTHER = 'other';
const PROBE_MS = 250;

/** Firestore takes 500 writes in a commit. */
const BATCH = 400;

/** Enough calls to the queue at once to be done soon. */
const CALLS_AT_ONCE = 100;

/** Waits for what came last; beyond it something stands still. */
const LAST_MS = 90_000;

/**
 * How long each webhook of an ATS waits for its first attempt, or each event for its AI call, in ms, while another ATS has `waiting` of
 * them in front that run into their time limit. Everything is real but the outside: the functions over HTTP, store, queues and clock.
 */
export async function measureWaits(options: MeasureOptions): Promise<number[]> {
  const { waitingFor, waiting, seconds, progress } = options;
  const arrivals = new Map<string, number>();
  const outside = await startOutside((id) => void (arrivals.has(id) || arrivals.set(id, Date.now())));
  const gateway = await openGateway({ ...options, aiServiceUrl: `${outside.url}/ai` });
  try {
    const { runtime } = gateway;
    await createAts(runtime, { atsId: NOISY, name: NOISY, webhookUrl: `${outside.url}/silent` });
    await createAts(runtime, { atsId: OTHER, name: OTHER, webhookUrl: `${outside.url}/taken` });
    const add = waitingFor === 'deliver' ? addDeliveries : addEvents;
    for (let done = 0; done < waiting; done += BATCH) {
      await add(runtime, NOISY, Math.min(BATCH, waiting - done));
      if (done % (10 * BATCH) === 0) progress(`  ${done} of ${waiting} waiting`);
    }
    return await probe(gateway, { add, arrivals, seconds });
  } finally {
    outside.stop();
    await gateway.stop();
  }
}

interface ProbeOptions {
  add: typeof addDeliveries;
  arrivals: Map<string, number>;
  seconds: number;
}

async function probe(
  { runtime, startQueue }: Gateway,
  { add, arrivals, seconds }: ProbeOptions,
): Promise<number[]> {
  const sentAt = new Map<string, number>();
  startQueue();
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    const at = Date.now();
    for (const id of await add(runtime, OTHER, 1)) sentAt.set(id, at);
    await pause(Math.max(0, at + PROBE_MS - Date.now()));
  }
  const giveUpAt = Date.now() + LAST_MS;
  while ([...sentAt.keys()].some((id) => !arrivals.has(id))) {
    if (Date.now() > giveUpAt) throw new Error('some of the other ATS never came');
    await pause(PROBE_MS);
  }
  return [...sentAt].map(([id, at]) => (arrivals.get(id) ?? 0) - at);
}

/** Webhooks that wait for their first attempt; resolves to what names each where it arrives. */
async function addDeliveries(runtime: Runtime, atsId: string, count: number): Promise<string[]> {
  const event = 'candidate.created';
  const made = Array.from({ length: count }, () => {
    const referenceId = runtime.ids.referenceId();
    const deliveryId = outgoingEventId(referenceId, event);
    const payload = encodeJson({ event, event_id: deliveryId });
    const names = { deliveryId, atsId, clientId: 'c', referenceId, event };
    return createDelivery({ ...names, payload }, runtime.clock.now());
  });
  await commit(
    runtime,
    made.map((data) => ({ type: 'create', path: paths.delivery(data.deliveryId), data })),
  );
  await inTurn(made, (delivery) => enqueueDelivery(runtime, delivery));
  return made.map(({ deliveryId }) => deliveryId);
}

/** The same with events that wait for the AI service. */
async function addEvents(runtime: Runtime, atsId: string, count: number): Promise<string[]> {
  const made = Array.from({ length: count }, () => {
    const referenceId = runtime.ids.referenceId();
    const names = { referenceId, atsId, clientId: 'c', userId: 'u', recordId: referenceId };
    const data = { ...candidate.sample, candidate_id: referenceId };
    const event = { ...names, source: 'rest', type: 'candidate.deleted', payload: encodeJson(data) } as const;
    return createEvent(event, runtime.clock.now());
  });
  await commit(
    runtime,
    made.map((data) => ({ type: 'create', path: paths.event(data.referenceId), data })),
  );
  await inTurn(made, ({ referenceId }) =>
    createTask(runtime, { queue: 'process', task: { v: 1, kind: 'process', atsId, referenceId, n: 0 } }),
  );
  return made.map(({ referenceId }) => referenceId);
}

async function commit({ store }: Runtime, writes: Write[]): Promise<void> {
  await store.commit(writes);
}

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += CALLS_AT_ONCE) {
    await Promise.all(items.slice(from, from + CALLS_AT_ONCE).map(work));
  }
}

/** The endpoints and the AI service: what is of the noisy ATS is never answered. `onArrival` is told what names the rest. */
async function startOutside(onArrival: (id: string) => void) {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { event_id, reference_id, ats_id, data } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      if (request.url === '/silent' || ats_id === NOISY) return;
      onArrival(ats_id === undefined ? event_id : reference_id);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ status: 'success', data }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
