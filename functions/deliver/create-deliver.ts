import { createWorker, type WorkerDeps } from '../shared/http/create-worker.ts';
import type { HttpHandler } from '../shared/http/http-handler.ts';
import { type DeliverDeps, deliverAttempt } from './deliver-attempt.ts';

/** The worker of every `deliver` queue. */
export function createDeliver(deps: DeliverDeps & WorkerDeps): HttpHandler {
  return createWorker(deps, 'deliver', (task) => deliverAttempt(deps, task));
}
