import { expect } from '@jest/globals';
import { claimFields, leaseHasTime, sweepFields } from '../lease.ts';
import { RETRY_LADDER } from '../retry-ladder.ts';
import { createDelivery } from './create-delivery.ts';
import type { AttemptOutcome, Delivery } from './delivery.ts';
import { judgeDeliverTask } from './judge-deliver-task.ts';
import { planResend } from './plan-resend.ts';
import { postponeDelivery } from './postpone-delivery.ts';
import { type DeliveryChange, recordAttempt } from './record-attempt.ts';

export type Task = Pick<Delivery, 'ladder' | 'n'>;

type Worker = { claimed: Delivery; leaseUntil: number; version: number; sentAt: number | null };

/** `hang`: the worker stays, and may still try to write when others have gone on. */
export type Crash = 'no' | 'before-write' | 'after-write' | 'hang';

export type Step =
  | { do: 'advance'; ms: number }
  | { do: 'until-due'; early: number }
  | { do: 'task'; from: 'queue' | 'now'; keep: boolean }
  | { do: 'stray-task'; task: Task }
  | { do: 'send'; worker: number; ms: number }
  | { do: 'write'; worker: number; outcome: AttemptOutcome; crash: Crash; random: number }
  | { do: 'attempt'; outcome: AttemptOutcome; crash: Crash; random: number }
  | { do: 'sweep' }
  | { do: 'resend' }
  | { do: 'switch-ats' };

export const start = Date.UTC(2026, 0, 1);

/** What the runs have met, so that a test can tell that its random runs reach everything. */
export const seen = new Set<string>();

/**
 * A model of the world around one delivery: a store that refuses a write to what has changed since it was read, a
 * queue that loses, repeats and delays, workers that crash or hang anywhere, and a sweep. It drives the pure functions as
 * the deliver worker and the sweep do, and checks the state machine of the architecture after every step.
 */
export class DeliveryWorld {
  now = start;
  enabled = true;
  delivery: Delivery;
  queue: Task[];
  /** When each request went out. */
  sent: number[] = [];
  private readonly payload = Buffer.from('{}');
  private version = 1;
  private workers: Worker[] = [];
  private leaseEnds = 0;
  private lastRecordedAt: number | null = null;
  private settledAs: Delivery | null = null;

  constructor(ladder: number) {
    const ids = { deliveryId: 'evt_1', atsId: 'demo-ats', clientId: 'client-1', referenceId: 'r-1' };
    const created = createDelivery({ ...ids, event: 'candidate.created', payload: this.payload }, start);
    this.delivery = { ...created, ladder };
    this.queue = [{ ladder, n: 0 }];
  }

  run(step: Step): void {
    if (step.do === 'advance') this.now += step.ms;
    else if (step.do === 'until-due') this.now = Math.max(this.now, this.delivery.dueAt - step.early);
    else if (step.do === 'task') this.task(step.from === 'now' ? this.delivery : this.queue[0], step.keep);
    else if (step.do === 'stray-task') this.task(step.task, true);
    else if (step.do === 'send') this.send(this.pick(step.worker), step.ms);
    else if (step.do === 'write') this.record(this.pick(step.worker), step.outcome, step.crash, step.random);
    else if (step.do === 'attempt') this.attempt(step.outcome, step.crash, step.random);
    else if (step.do === 'sweep') this.sweep();
    else if (step.do === 'resend') this.resend();
    else this.enabled = !this.enabled;
    this.check();
  }

  private pick(worker: number): Worker | undefined {
    return this.workers[worker % Math.max(this.workers.length, 1)];
  }

  private task(task: Task | undefined, keep: boolean): void {
    if (task === undefined) return;
    const verdict = judgeDeliverTask(this.delivery, task, this.now);
    seen.add(verdict);
    const again = verdict === 'early' || verdict === 'leased';
    if (!keep && !again) this.queue = this.queue.filter((queued) => queued !== task);
    if (verdict !== 'ready') return;
    // A task of another rung or ladder does nothing, also when something happens to be due.
    expect([task.ladder, task.n]).toEqual([this.delivery.ladder, this.delivery.n]);
    // Never two live leases, also not beside that of a worker that has crashed.
    expect(this.leaseEnds).toBeLessThanOrEqual(this.now);
    if (!this.enabled) {
      seen.add('postponed');
      this.change(postponeDelivery(this.delivery, this.now, 0));
      return;
    }
    const claimed = claimFields(`claim-${this.version}`, this.now);
    this.write({ ...this.delivery, ...claimed });
    const { leaseUntil } = claimed;
    this.leaseEnds = leaseUntil;
    this.workers.push({ claimed: this.delivery, leaseUntil, version: this.version, sentAt: null });
  }

  private send(worker: Worker | undefined, ms: number): void {
    if (worker === undefined || worker.sentAt !== null) return;
    if (!leaseHasTime(worker.leaseUntil, this.now)) {
      seen.add('no lease left');
      this.workers = this.workers.filter((other) => other !== worker);
      return;
    }
    expect(this.delivery.payload).toBe(this.payload);
    // No rung early, however often tasks and crashes repeat the attempt.
    const rung = RETRY_LADDER[worker.claimed.n] ?? Number.NaN;
    expect(this.now - (this.lastRecordedAt ?? start)).toBeGreaterThanOrEqual(rung);
    expect(worker.claimed.n).toBe(this.delivery.n);
    worker.sentAt = this.now;
    this.sent.push(this.now);
    this.now += ms;
    // It ends within its own lease: nobody else can have begun.
    expect(worker.leaseUntil).toBeGreaterThan(this.now);
  }

  private record(worker: Worker | undefined, outcome: AttemptOutcome, crash: Crash, random: number): void {
    if (worker === undefined || worker.sentAt === null || crash === 'hang') return;
    this.workers = this.workers.filter((other) => other !== worker);
    if (crash === 'before-write') return;
    const { claimed, sentAt, version } = worker;
    if (version !== this.version) {
      seen.add('write refused');
      return;
    }
    const facts = { claimId: claimed.claimId ?? '', at: sentAt, durationMs: this.now - sentAt, outcome };
    const attempt = { ...facts, statusCode: outcome === 'error' ? null : 200, reason: null };
    const change = recordAttempt(claimed, { attempt, now: this.now, retryLadder: RETRY_LADDER, random });
    // No rung skipped: one attempt more than before, with the next number, and the next rung's wait.
    expect(change.set.n).toBe(claimed.n + 1);
    const ofLadder = change.set.attempts?.filter(({ ladder }) => ladder === claimed.ladder);
    expect(ofLadder?.map(({ number }) => number)).toEqual(
      Array.from({ length: claimed.n + 1 }, (_, index) => index + 1),
    );
    // What earlier ladders came to stays to be seen.
    expect(change.set.attempts?.slice(0, -1)).toEqual(claimed.attempts);
    if (change.nextDueAt !== null) {
      const rung = RETRY_LADDER[claimed.n + 1] ?? Number.NaN;
      expect(change.nextDueAt - this.now).toBeGreaterThanOrEqual(rung);
      expect(change.nextDueAt - this.now).toBeLessThanOrEqual(rung * 1.1);
    }
    this.lastRecordedAt = this.now;
    this.change(change, crash === 'no');
  }

  /** What happens most of the time: the task comes when it is due and free, and the attempt is made and written down. */
  private attempt(outcome: AttemptOutcome, crash: Crash, random: number): void {
    this.now = Math.max(this.now, this.delivery.dueAt, this.delivery.leaseUntil ?? 0);
    this.task(this.delivery, false);
    const worker = this.workers.find(({ version }) => version === this.version);
    this.send(worker, 5000);
    this.record(worker, outcome, crash, random);
  }

  private sweep(): void {
    if (this.delivery.sweepAt === undefined || this.delivery.sweepAt > this.now) return;
    seen.add('swept');
    // The sweep never disturbs a worker within its lease.
    expect(this.leaseEnds).toBeLessThanOrEqual(this.now);
    this.write({ ...this.delivery, ...sweepFields(this.delivery, `sweep-${this.now}`, this.now) });
    this.queue.push({ ladder: this.delivery.ladder, n: this.delivery.n });
  }

  /** Somebody sends it again by hand; what is still queued or under way is of the ladder before. */
  private resend(): void {
    const plan = planResend(this.delivery, this.now);
    if ('refusal' in plan) {
      expect(this.delivery.state).toBe('pending');
      seen.add('resend refused');
      return;
    }
    seen.add('resent');
    expect(this.delivery.state).not.toBe('pending');
    this.settledAs = null;
    this.change(plan);
  }

  private change({ set, remove, nextDueAt }: DeliveryChange, enqueue = true): void {
    const kept = Object.entries({ ...this.delivery, ...set }).filter(
      ([key]) => !remove.some((gone) => gone === key),
    );
    this.write(Object.fromEntries(kept) as unknown as Delivery);
    this.leaseEnds = 0;
    if (nextDueAt !== null && enqueue) this.queue.push({ ladder: this.delivery.ladder, n: this.delivery.n });
  }

  private write(delivery: Delivery): void {
    expect(this.settledAs).toBeNull();
    this.delivery = delivery;
    this.version += 1;
  }

  private check(): void {
    const { state, ladder, n, sweepAt, settledAt, expireAt, claimId, leaseUntil, dueAt } = this.delivery;
    const attempts = this.delivery.attempts.filter((attempt) => attempt.ladder === ladder);
    expect(attempts).toHaveLength(n);
    expect(n).toBeLessThanOrEqual(5);
    const delivered = attempts.at(-1)?.outcome === 'success';
    expect(attempts.slice(0, -1).some(({ outcome }) => outcome === 'success')).toBe(false);
    expect(state).toBe(delivered ? 'delivered' : n === 5 ? 'exhausted' : 'pending');
    seen.add(state);
    if (state === 'pending') {
      expect(sweepAt).toBeGreaterThan(Math.max(dueAt, leaseUntil ?? 0));
      expect([settledAt, expireAt]).toEqual([null, undefined]);
    } else {
      expect('sweepAt' in this.delivery).toBe(false);
      expect([claimId, leaseUntil]).toEqual([null, null]);
      expect(expireAt).toBe((settledAt ?? 0) + 7 * 86_400_000);
      this.settledAs ??= this.delivery;
    }
    // Settled is final.
    if (this.settledAs) expect(this.delivery).toBe(this.settledAs);
  }
}
