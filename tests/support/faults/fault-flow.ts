import type { AcceptedEvent } from '../../../functions/shared/core/accepted-event.ts';
import { MINUTE_MS, SECOND_MS } from '../../../functions/shared/core/duration.ts';
import { paths } from '../../../functions/shared/core/paths.ts';
import type { CallResult } from '../test-gateway.ts';
import { documentProblems } from './check-documents.ts';
import { type FaultWorld, KNOWN_CLIENT } from './fault-world.ts';
import { type FlowDocuments, readFlow, unfinished } from './flow-documents.ts';

/** More than any recovery takes; beyond it something stands still. */
const MAX_STEPS = 100;
const MAX_TRIES = 6;
const RESEND_MS = 5 * SECOND_MS;

/** When a queue may repeat a task first: well within the claim of whoever had it before. */
const SOON_MS = 5 * SECOND_MS;

/** One run of a scenario: its own records, and what was seen of them. */
export class FaultFlow {
  readonly world: FaultWorld;
  readonly id: string;
  /** Whose data it is. One that is new is provisioned on the way. */
  clientId: string = KNOWN_CLIENT;
  readonly recordIds: string[] = [];
  /** The reference ids of every 202. */
  readonly accepted = new Set<string>();
  /** What was pushed, however often: each is to become one event. */
  readonly pushes = new Set<string>();
  readonly problems: string[] = [];
  /** How often somebody had to ask again. */
  refusals = 0;

  constructor(world: FaultWorld) {
    this.world = world;
    this.id = world.newId();
  }

  record(name = 'a'): string {
    const id = `${this.id}-${name}`;
    if (!this.recordIds.includes(id)) this.recordIds.push(id);
    return id;
  }

  read(): Promise<FlowDocuments> {
    return readFlow(this.world.carvos.gateway.runtime.store, this.recordIds);
  }

  /** Sends `what` until it is accepted, the same each time, as an ATS does; resolves to the reference id. */
  async push(what: string, send: () => Promise<CallResult>): Promise<string> {
    this.pushes.add(what);
    const { json } = await this.ask(send, 202);
    const referenceId = String(json.reference_id);
    this.accepted.add(referenceId);
    const { store } = this.world.carvos.gateway.runtime;
    const [event] = await store.getAll<[AcceptedEvent]>(paths.event(referenceId));
    if (event === undefined) this.problems.push(`202 for ${referenceId}, which is not stored`);
    return referenceId;
  }

  /** Asks until the answer is `wanted`; every other one has to be a clean 503, as it is always a backend that has failed. */
  async ask(send: () => Promise<CallResult>, wanted: number): Promise<CallResult> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      try {
        const result = await send();
        if (result.status === wanted) return result;
        this.refusals += 1;
        if (!isClean(result)) this.problems.push(`answered ${result.status}: ${result.text}`);
      } catch (error) {
        this.problems.push(`no answer: ${(error as Error).message}`);
      }
      this.world.carvos.clock.advance(RESEND_MS);
    }
    throw new Error(`was not answered ${wanted} in ${MAX_TRIES} tries`);
  }

  /** Lets time pass until all that was accepted has come to its end, and what tasks are left over are done with. */
  async settle(): Promise<FlowDocuments> {
    await this.until(({ events, deliveries }) => unfinished({ events, deliveries }).length === 0);
    await this.world.carvos.after(2 * MINUTE_MS);
    return this.read();
  }

  /** Lets time pass, tasks fall due and the sweep come by each minute, until `done`. */
  async until(done: (documents: FlowDocuments) => boolean): Promise<void> {
    const { carvos } = this.world;
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      await carvos.work();
      const documents = await this.read();
      this.problems.push(...documentProblems(documents));
      if (done(documents)) return;
      const now = carvos.clock.now();
      const repeatAt = steps % 2 === 0 ? now + SOON_MS : nextMinute(now);
      carvos.clock.advance(nextMoment(documents, now, repeatAt) - now);
      await this.sweepIfNeeded(documents);
    }
    throw new Error(`stands still after ${MAX_STEPS} steps`);
  }

  /** The sweep of each whole minute; one that would find nothing is passed over. */
  private async sweepIfNeeded(documents: FlowDocuments): Promise<void> {
    const { clock, gateway } = this.world.carvos;
    const now = clock.now();
    const isWanted = unfinished(documents).some(({ sweepAt }) => (sweepAt ?? 0) <= now);
    if (now % MINUTE_MS === 0 && isWanted) await gateway.sweepOnce();
  }
}

/** When something may happen next: a document falls due, a queue repeats a task, or the minute is full and there is something to sweep. */
function nextMoment(documents: FlowDocuments, now: number, repeatAt: number): number {
  const moments = unfinished(documents).flatMap(({ dueAt, sweepAt = now }) => [
    dueAt > now ? dueAt : repeatAt,
    Math.max(Math.ceil(sweepAt / MINUTE_MS) * MINUTE_MS, nextMinute(now)),
  ]);
  return moments.length > 0 ? Math.min(...moments) : repeatAt;
}

function nextMinute(now: number): number {
  return (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
}

/** One of ours, in JSON, that tells nothing of the inside. */
function isClean({ status, headers, json, text }: CallResult): boolean {
  const isOurs = status === 503 && typeof json?.detail === 'string';
  return isOurs && headers.get('content-type') === 'application/json' && !/Error|\bat /.test(text);
}
