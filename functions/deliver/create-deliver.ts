import { SLOW_ATTEMPT_MS } from '../shared/core/limits.ts';
import { createFairShare, type FairShareDeps } from '../shared/flows/fair-share.ts';
import { createWorker, type WorkerDeps } from '../shared/http/create-worker.ts';
import type { HttpHandler } from '../shared/http/http-handler.ts';
import { type DeliverDeps, deliverAttempt } from './deliver-attempt.ts';

/** The worker of every `deliver` queue. */
export function createDeliver(
  deps: Omit<DeliverDeps, 'fairShare'> & FairShareDeps & WorkerDeps,
): HttpHandler {
  const fairShare = createFairShare(deps, SLOW_ATTEMPT_MS);
  return createWorker(deps, 'deliver', (task) => deliverAttempt({ ...deps, fairShare }, task));
}
