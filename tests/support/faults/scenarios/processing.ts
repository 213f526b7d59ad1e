import { paths } from '../../../../functions/shared/core/paths.ts';
import type { Workspace } from '../../../../functions/shared/core/workspaces/workspace.ts';
import { updateAts } from '../../../../functions/shared/flows/update-ats.ts';
import { atOnce } from '../at-once.ts';
import type { FaultFlow } from '../fault-flow.ts';
import { addMember, askForWorkspace, create, meetingOutput, postResult, remove } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

const taken = (flow: FaultFlow) =>
  flow.until(() => flow.world.outside.aiCalls.some(({ referenceId }) => flow.accepted.has(referenceId)));

async function resultLater(flow: FaultFlow): Promise<string> {
  flow.world.outside.ai = async () => ({ status: 202 });
  const referenceId = await create(flow);
  await taken(flow);
  return referenceId;
}

/** By policy `strict`, until what was asked for is settled. */
async function strictly(flow: FaultFlow, ask: () => Promise<string>): Promise<void> {
  const { runtime } = flow.world.carvos.gateway;
  await updateAts(runtime, 'demo', { policy: 'strict' });
  try {
    await ask();
    await flow.until(({ events }) => events.every(({ state }) => state === 'settled'));
  } finally {
    await updateAts(runtime, 'demo', { policy: 'auto' });
  }
}

/** Just before this flow provisions the client, another one does. */
function overtaken(flow: FaultFlow, clientId: string): void {
  const { carvos, injector } = flow.world;
  const { store, clock } = carvos.gateway.runtime;
  const data: Workspace = { clientId, provisionedBy: 'another', createdAt: clock.now() };
  const path = paths.workspace('demo', clientId);
  injector.meanwhile(
    ({ label }) => label.includes('create workspaces'),
    () => store.commit([{ type: 'create', path, data }]),
  );
}

/** What the AI service may answer, and when; and what it is not asked. */
export const PROCESSING: readonly Scenario[] = [
  {
    name: 'the first event of a client gets its result at once',
    functions: ['process'],
    run: (flow) => {
      flow.clientId = `client-${flow.id}`;
      return create(flow);
    },
  },
  {
    name: 'a deletion gets its result at once',
    functions: ['process'],
    before: async (flow) => {
      await create(flow);
      await flow.settle();
    },
    run: (flow) => remove(flow),
  },
  {
    name: 'the result comes later',
    functions: ['process', 'results'],
    run: async (flow) => postResult(flow, await resultLater(flow)),
  },
  {
    name: 'the result comes before its own 202',
    functions: ['process', 'results'],
    run: (flow) => {
      const { outside, requests } = flow.world;
      outside.ai = async ({ referenceId }) => {
        await requests.outside(() => postResult(flow, referenceId));
        return { status: 202 };
      };
      return create(flow);
    },
  },
  {
    name: 'the result comes twice',
    functions: ['results'],
    run: async (flow) => {
      const referenceId = await resultLater(flow);
      await postResult(flow, referenceId);
      await postResult(flow, referenceId);
    },
  },
  {
    name: 'the AI service is away at the first call',
    functions: ['process'],
    run: (flow) => {
      flow.world.outside.ai = async ({ data }, earlier) =>
        earlier === 0 ? { status: 503 } : { status: 200, body: { status: 'success', data } };
      return create(flow);
    },
  },
  {
    name: 'the AI service refuses the event',
    functions: ['process'],
    outcome: 'error',
    run: (flow) => {
      flow.world.outside.ai = async () => ({ status: 422 });
      return create(flow);
    },
  },
  {
    name: 'a workspace is provisioned that was asked for',
    functions: ['process'],
    tellsOf: { 'workspace.provisioned': 1, 'workspace.member_added': 1 },
    run: (flow) => askForWorkspace(flow),
  },
  {
    name: 'the workspace has moved on as it is provisioned that was asked for',
    functions: ['process'],
    tellsOf: { 'workspace.provisioned': 1, 'workspace.member_added': 1 },
    run: (flow) => {
      overtaken(flow, flow.record());
      return askForWorkspace(flow);
    },
  },
  {
    name: 'the workspace has moved on as the first event of a client provisions it',
    functions: ['process'],
    tellsOf: { 'workspace.member_added': 1, 'candidate.created': 1 },
    run: (flow) => {
      flow.clientId = `client-${flow.id}`;
      overtaken(flow, flow.clientId);
      return create(flow);
    },
  },
  {
    name: 'by policy strict the first event of an unknown client is refused',
    functions: ['process'],
    outcome: 'error',
    tellsOf: { 'candidate.created': 1 },
    run: (flow) => {
      flow.clientId = `client-${flow.id}`;
      return strictly(flow, () => create(flow));
    },
  },
  {
    name: 'a member is added',
    functions: ['rest', 'process'],
    tellsOf: { 'workspace.member_added': 1 },
    run: (flow) => addMember(flow),
  },
  {
    name: 'by policy strict a member of an unknown client is refused',
    functions: ['process'],
    outcome: 'error',
    tellsOf: { 'workspace.member_added': 1 },
    run: (flow) => {
      flow.clientId = `client-${flow.id}`;
      return strictly(flow, () => addMember(flow));
    },
  },
  {
    name: 'an output of a meeting arrives',
    functions: ['results'],
    run: (flow) => meetingOutput(flow),
  },
  {
    name: 'an output of a meeting arrives again',
    functions: ['results'],
    before: (flow) => meetingOutput(flow),
    run: (flow) => meetingOutput(flow),
  },
  {
    name: 'an output of a meeting arrives twice at once',
    functions: ['results'],
    run: (flow) => atOnce(flow, () => meetingOutput(flow)),
  },
  {
    name: 'two outputs of a meeting arrive at once',
    functions: ['results'],
    run: (flow) =>
      atOnce(
        flow,
        () => meetingOutput(flow, 'notes'),
        () => meetingOutput(flow, 'summary'),
      ),
  },
];
