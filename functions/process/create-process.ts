import { createWorker, type WorkerDeps } from '../shared/http/create-worker.ts';
import type { HttpHandler } from '../shared/http/http-handler.ts';
import { type ProcessDeps, processEvent } from './process-event.ts';

/** The worker of the queue `process`. */
export function createProcess(deps: ProcessDeps & WorkerDeps): HttpHandler {
  return createWorker(deps, 'process', (task) => processEvent(deps, task));
}
