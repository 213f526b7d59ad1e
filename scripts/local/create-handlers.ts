import { createDeliver } from '../../functions/deliver/create-deliver.ts';
import type { FunctionName } from '../../functions/function-names.ts';
import { createPortalApi } from '../../functions/portal-api/create-portal-api.ts';
import { createProcess } from '../../functions/process/create-process.ts';
import { createRest } from '../../functions/rest/create-rest.ts';
import { createResults } from '../../functions/results/create-results.ts';
import { createSandbox } from '../../functions/sandbox/create-sandbox.ts';
import type { HttpHandler } from '../../functions/shared/http/http-handler.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { createSweep } from '../../functions/sweep/create-sweep.ts';
import { createWebhooks } from '../../functions/webhooks/create-webhooks.ts';

/** Every function's handler on one runtime: what production spreads over as many services. */
export function createHandlers(runtime: Runtime): Record<FunctionName, HttpHandler> {
  return {
    rest: createRest(runtime),
    webhooks: createWebhooks(runtime),
    process: createProcess(runtime),
    results: createResults(runtime),
    deliver: createDeliver(runtime),
    sandbox: createSandbox(runtime),
    'portal-api': createPortalApi(runtime),
    sweep: createSweep(runtime),
  };
}
