import { ADA, candidateEvent, type TestGateway } from './test-gateway.ts';

/** Deliveries of either direction and outcome, more than a page of them. Resolves to the reference id of the first. */
export async function makeHistory(carvos: TestGateway): Promise<string> {
  carvos.receiver.script(200, 200, 500);
  const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
  await carvos.work();
  await carvos.webhook(candidateEvent('candidate.updated', 'e1'));
  for (let count = 0; count < 26; count += 1) {
    await carvos.call('POST', '/v1/vacancies', { body: { vacancy_id: `v${count}`, title: 'Engineer' } });
  }
  await carvos.work();
  return json.reference_id;
}
