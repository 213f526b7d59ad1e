import type { FaultPlan } from '../fault-injector.ts';
import type { FaultKind } from '../fault-kinds.ts';
import type { RemoteCall } from '../remote-call.ts';
import { askForWorkspace, create, meetingOutput } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** The first time each call that `matches` is made, it goes wrong by `kind`. */
function once(matches: (call: RemoteCall) => boolean, kind: FaultKind): FaultPlan {
  const seen = new Set<string>();
  return (call) => {
    if (!matches(call) || seen.has(call.label)) return undefined;
    seen.add(call.label);
    return kind;
  };
}

const tasksOf = (name: 'rest' | 'process') => (call: RemoteCall) =>
  call.function === name && call.method === 'enqueue';
const sweeps = (method: 'commit' | 'enqueue') => (call: RemoteCall) =>
  call.function === 'sweep' && call.method === method;

/** No task is made of one event, nor of another's delivery: only the sweep finds them. */
const lostTasks = (): FaultPlan => {
  const [ofEvent, ofDelivery] = [once(tasksOf('rest'), 'fails'), once(tasksOf('process'), 'fails')];
  return (call) => ofEvent(call) ?? ofDelivery(call);
};

const both = (first: () => FaultPlan, second: () => FaultPlan) => (): FaultPlan => {
  const [one, other] = [first(), second()];
  return (call) => one(call) ?? other(call);
};

/** What is done once something has gone wrong: a second fault meets it here. */
export const RECOVERING: readonly Scenario[] = [
  {
    name: 'the answer of every commit is lost once',
    functions: ['rest', 'process', 'deliver'],
    standing: () => once(({ method }) => method === 'commit', 'takes effect and is refused'),
    run: (flow) => {
      flow.clientId = `client-${flow.id}`;
      return create(flow);
    },
  },
  {
    name: 'the answers of what provisions a workspace, and of what stores a meeting, are lost',
    functions: ['process', 'results'],
    tellsOf: { 'workspace.provisioned': 1, 'workspace.member_added': 1, 'meeting.notes_ready': 1 },
    standing: () => once(({ method }) => method === 'commit', 'takes effect and is refused'),
    run: async (flow) => {
      await askForWorkspace(flow);
      await meetingOutput(flow);
    },
  },
  {
    name: 'the tasks of an event and of a delivery are lost',
    functions: ['sweep'],
    standing: lostTasks,
    run: (flow) => create(flow).then(() => create(flow, { record: 'b' })),
  },
  {
    name: 'the answers of what the sweep commits are lost',
    functions: ['sweep'],
    overlooks: ['query'],
    standing: both(lostTasks, () => once(sweeps('commit'), 'takes effect and is refused')),
    run: (flow) => create(flow),
  },
  {
    name: 'the queue is away as the sweep comes by',
    functions: ['sweep'],
    overlooks: ['query'],
    standing: both(lostTasks, () => once(sweeps('enqueue'), 'fails')),
    run: (flow) => create(flow),
  },
];
