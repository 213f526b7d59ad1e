import type { FaultFlow } from '../fault-flow.ts';
import { create, get, list, patch, remove, timeline, webhook } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** Sends the same twice, so that both are looked at before either is stored. */
function atOnce(flow: FaultFlow, send: () => Promise<string>): Promise<string[]> {
  flow.world.injector.pairUp('commit');
  return Promise.all([send(), send()]);
}

/** By REST and by webhook: new, merged, deleted, and once more. */
export const ACCEPTING: readonly Scenario[] = [
  {
    name: 'a candidate is created by REST',
    functions: ['rest'],
    run: (flow) => create(flow),
  },
  {
    name: 'a candidate is merged by REST',
    functions: ['rest'],
    before: (flow) => create(flow),
    run: (flow) => patch(flow),
  },
  {
    name: 'a candidate is deleted by REST',
    functions: ['rest'],
    before: (flow) => create(flow),
    run: (flow) => remove(flow),
  },
  {
    name: 'a REST call comes again',
    functions: ['rest'],
    before: (flow) => create(flow),
    run: (flow) => create(flow),
  },
  {
    name: 'a REST call comes twice at once',
    functions: ['rest'],
    run: (flow) => atOnce(flow, () => create(flow)),
  },
  {
    name: 'a candidate is read and listed',
    functions: ['rest'],
    before: (flow) => create(flow),
    run: async (flow) => {
      await get(flow);
      await list(flow);
    },
  },
  {
    name: 'the story of an event is read',
    functions: ['rest'],
    before: (flow) => create(flow),
    run: (flow) => timeline(flow),
  },
  {
    name: 'a webhook creates a candidate',
    functions: ['webhooks'],
    run: (flow) => webhook(flow, 'candidate.created', 'e'),
  },
  {
    name: 'a webhook merges a candidate',
    functions: ['webhooks'],
    before: (flow) => create(flow),
    run: (flow) => webhook(flow, 'candidate.updated', 'e'),
  },
  {
    name: 'a webhook deletes a candidate',
    functions: ['webhooks'],
    before: (flow) => create(flow),
    run: (flow) => webhook(flow, 'candidate.deleted', 'e'),
  },
  {
    name: 'a webhook comes again',
    functions: ['webhooks'],
    before: (flow) => webhook(flow, 'candidate.created', 'e'),
    run: (flow) => webhook(flow, 'candidate.created', 'e'),
  },
  {
    name: 'a merging webhook comes twice at once',
    functions: ['webhooks'],
    before: (flow) => create(flow),
    run: (flow) => atOnce(flow, () => webhook(flow, 'candidate.updated', 'e')),
  },
  {
    name: 'the first webhook that an instance is sent',
    functions: ['webhooks'],
    needsFreshStart: true,
    run: (flow) => {
      // Nobody is known to an instance that has just started.
      flow.clientId = `client-${flow.id}`;
      return webhook(flow, 'candidate.created', 'e');
    },
  },
];
