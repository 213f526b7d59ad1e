import { atOnce } from '../at-once.ts';
import {
  askForWorkspace,
  askForWorkspaceByWebhook,
  create,
  get,
  list,
  meetingOutput,
  patch,
  readAround,
  refusedWebhook,
  remove,
  timeline,
  webhook,
} from '../requests.ts';
import type { Scenario } from '../scenario.ts';

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
    name: 'a workspace is asked for by REST',
    functions: ['rest'],
    tellsOf: { 'workspace.provisioned': 1, 'workspace.member_added': 1 },
    run: (flow) => askForWorkspace(flow),
  },
  {
    name: 'a workspace is asked for twice at once',
    functions: ['rest'],
    tellsOf: { 'workspace.provisioned': 1, 'workspace.member_added': 1 },
    run: (flow) => atOnce(flow, () => askForWorkspace(flow)),
  },
  {
    name: 'a workspace is asked for by webhook',
    functions: ['webhooks'],
    tellsOf: { 'workspace.provisioned': 1, 'workspace.member_added': 1 },
    run: (flow) => askForWorkspaceByWebhook(flow),
  },
  {
    name: 'workspaces, members and meetings are read',
    functions: ['rest'],
    before: (flow) => meetingOutput(flow),
    run: (flow) => readAround(flow),
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
    name: 'a webhook is refused',
    functions: ['webhooks'],
    run: async (flow) => {
      await refusedWebhook(flow, 422);
      await refusedWebhook(flow, 401);
    },
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
