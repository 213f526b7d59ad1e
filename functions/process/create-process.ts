import { SLOW_AI_CALL_MS } from '../shared/core/limits.ts';
import { createFairShare, type FairShareDeps } from '../shared/flows/fair-share.ts';
import { createWorker, type WorkerDeps } from '../shared/http/create-worker.ts';
import type { HttpHandler } from '../shared/http/http-handler.ts';
import { type ProcessDeps, processEvent } from './process-event.ts';

/** The worker of the queues `process` and `process-slow`. */
export function createProcess(
  deps: Omit<ProcessDeps, 'fairShare'> & FairShareDeps & WorkerDeps,
): HttpHandler {
  const fairShare = createFairShare(deps, SLOW_AI_CALL_MS);
  return createWorker(deps, 'process', (task) => processEvent({ ...deps, fairShare }, task));
}
