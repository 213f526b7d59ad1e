import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isReferenceId } from '../functions/shared/core/reference-id.ts';
import { updateAts } from '../functions/shared/flows/update-ats.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';

describe('an ATS pushes a candidate and gets it back processed', () => {
  let carvos: TestGateway;
  beforeAll(async () => {
    carvos = await TestGateway.start();
  });
  afterAll(() => carvos.stop());

  test('by REST: 202 with a reference id, then a signed webhook with exactly the headers and body of the contract', async () => {
    const accepted = await carvos.call('POST', '/v1/candidates', { body: ADA });
    expect(accepted.status).toBe(202);
    expect(Object.keys(accepted.json)).toEqual(['reference_id']);
    const referenceId: string = accepted.json.reference_id;
    expect(isReferenceId(referenceId)).toBe(true);
    expect(carvos.receiver.received).toEqual([]);

    await carvos.work();

    const [webhook, ...others] = carvos.receiver.of('candidate.created');
    expect(others).toEqual([]);
    expect(webhook?.verified).toBe(true);
    expect(webhook?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'CarvOS-Webhooks/1.0',
      'x-carvos-event': 'candidate.created',
      'x-carv-causation-id': referenceId,
      'content-length': String(webhook?.body.length),
    });
    expect(webhook?.headers).not.toHaveProperty('x-carvos-test');
    expect(webhook?.body.toString()).toBe(
      `{"event":"candidate.created","event_id":"${webhook?.json.event_id}","reference_id":"${referenceId}",` +
        '"client_id":"acme","timestamp":"2026-02-25T10:30:00Z","status":"success","error":null,' +
        '"data":{"candidate_id":"c-1","first_name":"Ada","last_name":"LOVELACE","email":"ada@example.com",' +
        '"emails":[{"type":"primary","value":"ada@example.com"}]}}',
    );
    expect(webhook?.json.event_id).toMatch(/^evt_[0-9a-f]{32}$/);
  });

  test('a GET shows what was accepted at once, and the result of AI over it once it is there', async () => {
    const body = { ...ADA, candidate_id: 'c-2' };
    await carvos.call('POST', '/v1/candidates', { body });
    const before = await carvos.call('GET', '/v1/candidates/c-2');
    expect(before.status).toBe(200);
    expect(before.json).toEqual(body);

    await carvos.work();
    const after = await carvos.call('GET', '/v1/candidates/c-2');
    expect(after.json).toEqual({
      ...body,
      email: 'ada@example.com',
      emails: [{ type: 'primary', value: 'ada@example.com' }],
    });
  });

  test('a result for an older version is delivered but never covers a newer record', async () => {
    await carvos.call('POST', '/v1/candidates', { body: { ...ADA, candidate_id: 'c-3' } });
    const newer = { ...ADA, candidate_id: 'c-3', email: 'NEW@example.com' };
    const second = await carvos.call('POST', '/v1/candidates', { body: newer });
    const before = carvos.receiver.received.length;
    await carvos.work();
    const delivered = carvos.receiver.received.slice(before);
    expect(delivered.map(({ json }) => json.data.email).sort()).toEqual([
      'ada@example.com',
      'new@example.com',
    ]);
    expect((await carvos.call('GET', '/v1/candidates/c-3')).json.email).toBe('new@example.com');
    expect(delivered.some(({ json }) => json.reference_id === second.json.reference_id)).toBe(true);
  });

  test('PATCH merges (RFC 7396) and tells of the whole record; DELETE tells of just the id', async () => {
    const body = { ...ADA, candidate_id: 'c-4', phone: '1', custom_fields: { a: 1, b: 2 } };
    await carvos.call('POST', '/v1/candidates', { body });
    await carvos.work();
    const patch = { phone: null, location: 'Delft', custom_fields: { a: null, c: 3 } };
    expect((await carvos.call('PATCH', '/v1/candidates/c-4', { body: patch })).status).toBe(202);
    await carvos.work();
    const [updated] = carvos.receiver.of('candidate.updated');
    expect(updated?.json.data).toEqual({
      ...ADA,
      candidate_id: 'c-4',
      email: 'ada@example.com',
      emails: [{ type: 'primary', value: 'ada@example.com' }],
      location: 'Delft',
      custom_fields: { b: 2, c: 3 },
    });

    expect((await carvos.call('DELETE', '/v1/candidates/c-4')).status).toBe(202);
    expect((await carvos.call('GET', '/v1/candidates/c-4')).status).toBe(404);
    await carvos.work();
    const [deleted] = carvos.receiver.of('candidate.deleted');
    expect(deleted?.json).toMatchObject({ status: 'success', data: { candidate_id: 'c-4' } });
    expect(Object.keys(deleted?.json.data ?? {})).toEqual(['candidate_id']);
    expect((await carvos.call('PATCH', '/v1/candidates/c-4', { body: {} })).status).toBe(404);
    expect((await carvos.call('DELETE', '/v1/candidates/c-4')).status).toBe(404);
  });

  test('by signed webhook: the same data gives the same result as by REST', async () => {
    const fields = { candidate_id: 'c-5', tags: ['x'], extra: { deep: [1, null] } };
    await carvos.call('POST', '/v1/candidates', { body: { ...ADA, ...fields } });
    const accepted = await carvos.webhook(candidateEvent('candidate.created', 'w-1', fields));
    expect(accepted.status).toBe(202);
    await carvos.work();
    const both = carvos.receiver
      .of('candidate.created')
      .filter(({ json }) => json.data.candidate_id === 'c-5');
    expect(both.map(({ json }) => json.data)).toEqual([both[0]?.json.data, both[0]?.json.data]);
    expect(both.map(({ json }) => json.reference_id)).toContain(accepted.json.reference_id);
  });

  test('webhooks may come in any order: an update of the unknown creates, a deletion of the unknown is confirmed', async () => {
    const update = { event: 'candidate.updated', event_id: 'w-2', client_id: 'acme', user_id: 'u' };
    expect((await carvos.webhook({ ...update, candidate_id: 'c-6', phone: '6' })).status).toBe(202);
    expect((await carvos.call('GET', '/v1/candidates/c-6')).json).toEqual({
      candidate_id: 'c-6',
      phone: '6',
    });
    const created = candidateEvent('candidate.updated', 'w-3', { candidate_id: 'c-6' });
    await carvos.webhook(created);
    expect((await carvos.call('GET', '/v1/candidates/c-6')).json).toEqual({
      ...ADA,
      candidate_id: 'c-6',
      phone: '6',
    });
    const deleted = { ...update, event: 'candidate.deleted', event_id: 'w-4', candidate_id: 'nobody' };
    const { json } = await carvos.webhook(deleted);
    await carvos.work();
    const told = carvos.receiver.of('candidate.deleted');
    expect(told.at(-1)?.json).toMatchObject({
      reference_id: json.reference_id,
      status: 'success',
      data: { candidate_id: 'nobody' },
    });
  });

  test('numbers and strings come back exactly as written, by GET and by webhook', async () => {
    const fields =
      '"a":12345678901234567890,"b":1.0,"c":1e400,"d":-0,"e":[0.10,{"f":1E3}],"__proto__":{"g":2.50},"h":"\\ud800"';
    const body = `{"candidate_id":"c-7","first_name":"A","last_name":"B",${fields}}`;
    expect((await carvos.call('POST', '/v1/candidates', { body })).status).toBe(202);
    expect((await carvos.call('GET', '/v1/candidates/c-7')).text).toContain(fields);
    await carvos.call('PATCH', '/v1/candidates/c-7', { body: '{"i":2.00}' });
    expect((await carvos.call('GET', '/v1/candidates/c-7')).text).toContain(`${fields},"i":2.00`);
    await carvos.work();
    const told = carvos.receiver.received.filter(({ json }) => json.data.candidate_id === 'c-7');
    expect(told).toHaveLength(2);
    for (const { body: bytes } of told) expect(bytes.toString()).toContain(fields);
  });

  test('ids of the ATS may be anything: slashes, dots, non-ASCII, 128 characters', async () => {
    const ids = ['a/b', '.', '..', '__x__', '%2F', 'é漢🙂', '🙂'.repeat(128), 'x y?&#', '\u0000\n'];
    for (const [index, id] of ids.entries()) {
      const event = candidateEvent('candidate.created', `id-${index}`);
      const posted = await carvos.webhook({ ...event, candidate_id: id, client_id: id, user_id: id });
      expect([id, posted.status]).toEqual([id, 202]);
    }
    await carvos.work();
    for (const id of ids) {
      const told = carvos.receiver.of('candidate.created').filter(({ json }) => json.client_id === id);
      expect(told.map(({ json }) => json.data.candidate_id)).toEqual([id]);
    }
    // A header carries an id as UTF-8 bytes, a path percent-encoded. (fetch itself resolves "." and "..".)
    for (const id of ids.filter((text) => !/^[.]+$|\n/.test(text))) {
      const headers = { 'x-ats-client-id': Buffer.from(id).toString('latin1') };
      const got = await carvos.call('GET', `/v1/candidates/${encodeURIComponent(id)}`, { headers });
      expect([id, got.json?.candidate_id]).toEqual([id, id]);
    }
  });

  test('a record as deep as may be, or full of files, comes back processed', async () => {
    const deep = `{"candidate_id":"c-8","first_name":"A","last_name":"B","x":${'['.repeat(63)}${']'.repeat(63)}}`;
    const files = Array.from({ length: 3800 }, (_, index) => ({
      carv_file_id: `${'f'.repeat(100)}${index}`,
      kind: 'cv',
    }));
    expect((await carvos.call('POST', '/v1/candidates', { body: deep })).status).toBe(202);
    const many = { ...ADA, candidate_id: 'c-9', files };
    expect((await carvos.call('POST', '/v1/candidates', { body: many })).status).toBe(202);
    await carvos.work();
    for (const id of ['c-8', 'c-9']) {
      const told = carvos.receiver.received.filter(({ json }) => json.data.candidate_id === id);
      expect([id, told.map(({ json }) => json.status)]).toEqual([id, ['success']]);
    }
  });

  test('by policy strict an event of an unknown client is accepted and ends in an error; a known one goes on', async () => {
    await carvos.call('POST', '/v1/candidates', { body: ADA, clientId: 'early' });
    await carvos.work();
    await updateAts(carvos.gateway.runtime, 'demo', { policy: 'strict' });
    await carvos.call('POST', '/v1/candidates', { body: { ...ADA, phone: 'known' }, clientId: 'early' });
    const unknown = await carvos.call('POST', '/v1/candidates', { body: ADA, clientId: 'late' });
    expect(unknown.status).toBe(202);
    await carvos.work();
    await updateAts(carvos.gateway.runtime, 'demo', { policy: 'auto' });
    const told = (clientId: string) =>
      carvos.receiver.received.filter(({ json }) => json.client_id === clientId);
    expect(told('late').map(({ json }) => [json.event, json.status, json.error?.code, json.data])).toEqual([
      ['candidate.created', 'error', 'workspace_not_provisioned', ADA],
    ]);
    expect(told('early').some(({ json }) => json.data.phone === 'known' && json.status === 'success')).toBe(
      true,
    );
  });
});
