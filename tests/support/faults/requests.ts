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

export function get(flow: FaultFlow): Promise<CallResult> {
  return read(flow, `/v1/candidates/${flow.record()}`);
}

export function list(flow: FaultFlow): Promise<CallResult> {
  return read(flow, '/v1/candidates?limit=1');
}

/** Posts the AI service's result of an event until it is taken. */
export async function postResult(flow: FaultFlow, referenceId: string): Promise<void> {
  const { baseUrl, outside } = flow.world.carvos.gateway;
  const result = { reference_id: referenceId, ats_id: 'demo', status: 'success', data: { score: 1 } };
  await flow.ask(async () => {
    const token = await outside.token('ai', 'results');
    const response = await fetch(`${baseUrl}/internal/v1/results`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(result),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
  }, 202);
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
