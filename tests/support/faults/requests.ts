import { MEETING_OUTPUTS } from '../../../functions/shared/core/meetings/meeting-outputs.ts';
import { memberAdded, workspaceCreated } from '../../../functions/shared/core/workspaces/workspace-types.ts';
import { type CallResult, candidateEvent } from '../test-gateway.ts';
import type { FaultFlow } from './fault-flow.ts';

const PERSON = { first_name: 'Ada', last_name: 'Lovelace' };

/** Creates a candidate by REST; under one `Idempotency-Key`, so that sending it again is safe. */
export function create(flow: FaultFlow, { record = 'a', key = 'create' } = {}): Promise<string> {
  const candidate_id = flow.record(record);
  return rest(flow, 'POST', '/v1/candidates', { key: `${key}-${record}`, body: { candidate_id, ...PERSON } });
}

export function patch(flow: FaultFlow): Promise<string> {
  return rest(flow, 'PATCH', `/v1/candidates/${flow.record()}`, { key: 'patch', body: { stage: 'hired' } });
}

export function remove(flow: FaultFlow): Promise<string> {
  return rest(flow, 'DELETE', `/v1/candidates/${flow.record()}`, { key: 'remove' });
}

/** Sends a webhook of the ATS about a candidate. */
export function webhook(flow: FaultFlow, event: string, eventId: string): Promise<string> {
  const { carvos } = flow.world;
  const fields = { client_id: flow.clientId, candidate_id: flow.record() };
  const body = candidateEvent(event, `${flow.id}-${eventId}`, fields);
  return flow.push(eventId, () => carvos.webhook(body));
}

/** A webhook that is refused, for its body or for its signature. */
export function refusedWebhook(flow: FaultFlow, status: 401 | 422): Promise<CallResult> {
  const headers: Record<string, string> = status === 401 ? { 'x-webhook-signature': 't=1,v1=00' } : {};
  const body = { event: 'candidate.exploded', event_id: flow.id, client_id: 'c', user_id: 'u' };
  return flow.ask(() => flow.world.carvos.webhook(body, { headers }), status);
}

export function get(flow: FaultFlow): Promise<CallResult> {
  return read(flow, `/v1/candidates/${flow.record()}`);
}

export function list(flow: FaultFlow): Promise<CallResult> {
  return read(flow, '/v1/candidates?limit=1');
}

/** Posts the AI service's result of an event until it is taken. */
export async function postResult(flow: FaultFlow, referenceId: string): Promise<void> {
  const result = { reference_id: referenceId, ats_id: 'demo', status: 'success', data: { score: 1 } };
  await flow.ask(() => flow.world.carvos.fromAi('results', result), 202);
}

/** Sends an output of a meeting, as the AI services do. */
export function meetingOutput(flow: FaultFlow, field = 'notes'): Promise<string> {
  const { event } = MEETING_OUTPUTS.find((output) => output.field === field) ?? {};
  const data = { meeting_id: flow.record(), [field]: 'as it was said' };
  const ids = { event_id: `${flow.id}-${field}`, ats_id: 'demo', workspace: flow.clientId };
  return flow.push(field, () => flow.world.carvos.fromAi('events', { event, ...ids, data }));
}

/** Asks for a workspace, whose client is the flow's record; by REST under one key. */
export function askForWorkspace(flow: FaultFlow): Promise<string> {
  const body = { ...workspaceCreated.sample, client_id: flow.record() };
  return rest(flow, 'POST', '/v1/workspaces', { key: 'workspace', body });
}

export function askForWorkspaceByWebhook(flow: FaultFlow): Promise<string> {
  const { carvos } = flow.world;
  const event = { event: 'workspace.created', event_id: `${flow.id}-workspace` };
  const body = { ...event, ...workspaceCreated.sample, client_id: flow.record() };
  return flow.push('workspace', () => carvos.webhook(body));
}

/** Adds the flow's record as a member of its client. */
export function addMember(flow: FaultFlow): Promise<string> {
  const body = { ...memberAdded.sample, user_id: flow.record() };
  const path = `/v1/workspaces/${flow.clientId}/members`;
  return rest(flow, 'POST', path, { key: 'member', body });
}

/** Reads what there is beside records. */
export async function readAround(flow: FaultFlow): Promise<void> {
  const workspace = `/v1/workspaces/${flow.clientId}`;
  for (const path of ['/v1/workspaces?limit=1', workspace, `${workspace}/members?limit=1`]) {
    await read(flow, path);
  }
  for (const path of [`/v1/meetings/${flow.record()}`, '/v1/meetings?limit=1']) await read(flow, path);
}

function rest(
  flow: FaultFlow,
  method: string,
  path: string,
  { key, body }: { key: string; body?: object },
): Promise<string> {
  const { carvos } = flow.world;
  const options = { clientId: flow.clientId, headers: { 'idempotency-key': `${flow.id}-${key}` }, body };
  return flow.push(key, () => carvos.call(method, path, options));
}

function read(flow: FaultFlow, path: string): Promise<CallResult> {
  return flow.ask(() => flow.world.carvos.call('GET', path, { clientId: flow.clientId }), 200);
}

/** The story of what was accepted last. */
export function timeline(flow: FaultFlow): Promise<CallResult> {
  const referenceId = [...flow.accepted].at(-1);
  return flow.ask(() => flow.world.carvos.call('GET', `/v1/events/${referenceId}`), 200);
}
