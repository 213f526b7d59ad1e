import { createTokenBucket, type TokenBucket } from '../../../functions/shared/core/token-bucket.ts';
import { MinHeap } from '../../min-heap.ts';
import { ServiceError } from '../service-error.ts';
import type { QueueConfig } from './queue-config.ts';
import { createQueueThrottle, type QueueThrottle } from './queue-throttle.ts';
import { mayRetry, retryBackoffMs } from './retry-backoff.ts';
import { type Answer, type Attempt, beginAttempt, endAttempt, type StoredTask } from './stored-task.ts';

/** How an attempt left its task. `ignored`: it had been deleted meanwhile. */
export type TaskEnd = 'done' | 'again' | 'given_up' | 'ignored';

const NAME_TAKEN_MS = 3_600_000;
const MAX_AGE_MS = 31 * 24 * 3_600_000;

/** One queue: its tasks, and which of them may be dispatched when. Knows the time only from what it is told. */
export class QueueState {
  readonly name: string;
  readonly tasks = new Map<string, StoredTask>();
  paused = false;
  purgedAt: number | undefined;
  /** Names of tasks that have ended, and when. */
  readonly #ended = new Map<string, number>();
  #due = new MinHeap<StoredTask>();
  #config: QueueConfig;
  #bucket: TokenBucket;
  #throttle: QueueThrottle = createQueueThrottle();
  #underWay = 0;

  constructor(name: string, config: QueueConfig, now: number) {
    this.name = name;
    this.#config = config;
    this.#bucket = createTokenBucket(config.maxBurstSize, now);
  }

  get config(): QueueConfig {
    return this.#config;
  }

  configure(config: QueueConfig, now: number): void {
    const isSameRate = config.maxDispatchesPerSecond === this.#config.maxDispatchesPerSecond;
    if (!isSameRate) this.#bucket = createTokenBucket(config.maxBurstSize, now);
    this.#config = config;
  }

  /** Throws ALREADY_EXISTS where a task has that name, or one had it within the last hour. */
  add(task: StoredTask): void {
    this.#forgetEnded(task.createdAt);
    if (this.tasks.has(task.name)) throw new ServiceError('ALREADY_EXISTS', 'There is a task of that name');
    if (this.#ended.has(task.name)) {
      throw new ServiceError('ALREADY_EXISTS', 'There was a task of that name a short time ago');
    }
    this.tasks.set(task.name, task);
    this.#due.push(task.scheduledAt, task);
  }

  remove(task: StoredTask, now: number): void {
    this.tasks.delete(task.name);
    this.#ended.set(task.name, now);
  }

  purge(now: number): void {
    for (const task of this.tasks.values()) this.remove(task, now);
    this.#due = new MinHeap();
    this.purgedAt = now;
  }

  /** Begins an attempt of what is due, if something is and the limits let it. */
  takeDue(now: number): Attempt | undefined {
    if (this.nextAt(now) > now) return undefined;
    for (;;) {
      const task = this.#due.popDue(now);
      if (task === undefined) return undefined;
      if (!this.#isWaiting(task, now)) continue;
      if (now - task.createdAt > MAX_AGE_MS) {
        this.remove(task, now);
        continue;
      }
      this.#bucket.take(now, this.#rate(now));
      return this.begin(task, now);
    }
  }

  /** Begins an attempt of `task` whether or not it is due and the limits let it. */
  begin(task: StoredTask, now: number): Attempt {
    this.#underWay += 1;
    return beginAttempt(task, now);
  }

  settle(attempt: Attempt, answer: Answer, now: number): TaskEnd {
    const { task } = attempt;
    this.#underWay -= 1;
    endAttempt(attempt, answer, now);
    this.#throttle.note(answer.status, now);
    if (this.tasks.get(task.name) !== task) return 'ignored';
    const isDone = answer.status !== undefined && answer.status >= 200 && answer.status < 300;
    const attempts = task.dispatchCount;
    const sinceFirstMs = now - (task.firstDispatchedAt ?? now);
    if (isDone || !mayRetry(this.#config.retry, { attempts, sinceFirstMs })) {
      this.remove(task, now);
      return isDone ? 'done' : 'given_up';
    }
    task.scheduledAt = now + retryBackoffMs(this.#config.retry, attempts);
    this.#due.push(task.scheduledAt, task);
    return 'again';
  }

  /** When `takeDue` may find something, as things stand; Infinity when only a call or an answer can change that. */
  nextAt(now: number): number {
    if (this.paused || this.#underWay >= this.#config.maxConcurrentDispatches)
      return Number.POSITIVE_INFINITY;
    if (this.#due.nextAt === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return Math.max(this.#due.nextAt, now + this.#bucket.waitMs(now, this.#rate(now)));
  }

  #rate(now: number): number {
    return this.#config.maxDispatchesPerSecond * this.#throttle.factor(now);
  }

  /** A task that was deleted, or was forced to run, leaves an entry behind that means nothing any more. */
  #isWaiting(task: StoredTask, now: number): boolean {
    return this.tasks.get(task.name) === task && task.underWay === 0 && task.scheduledAt <= now;
  }

  #forgetEnded(now: number): void {
    for (const [name, endedAt] of this.#ended) {
      if (now - endedAt < NAME_TAKEN_MS) return;
      this.#ended.delete(name);
    }
  }
}
