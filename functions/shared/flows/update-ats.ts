import { isAtsId } from '../core/api-key.ts';
import type { Ats } from '../core/ats.ts';
import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import type { StoredDocument } from '../ports/store.ts';
import { assertAtsName } from './assert-ats-name.ts';
import { assertWebhookUrl } from './assert-webhook-url.ts';
import type { AtsDeps } from './create-ats.ts';

/** The ATS of that id. Throws `not_found`. */
export async function getAts(deps: Pick<AtsDeps, 'store'>, atsId: string): Promise<Ats> {
  return (await readAts(deps, atsId)).data;
}

/** The same with the version that it has. */
export async function readAts(
  { store }: Pick<AtsDeps, 'store'>,
  atsId: string,
): Promise<StoredDocument<Ats>> {
  const [ats] = isAtsId(atsId) ? await store.getAll<[Ats]>(paths.ats(atsId)) : [];
  if (ats === undefined) throw new GatewayError('not_found', { detail: `There is no ATS ${atsId}` });
  return ats;
}

/** Sets the URL that webhooks of an ATS go to, from the next attempt on. Throws `validation_failed`, `not_found` or `unavailable`. */
export async function setWebhookUrl(deps: AtsDeps, atsId: string, webhookUrl: string): Promise<Ats> {
  await assertWebhookUrl(deps, webhookUrl);
  return updateAts(deps, atsId, { webhookUrl });
}

/** Changes what people call an ATS. */
export async function renameAts(deps: AtsDeps, atsId: string, name: string): Promise<Ats> {
  assertAtsName(name);
  return updateAts(deps, atsId, { name });
}

/** Changes fields of an ATS that exists. Throws `not_found`. */
export async function updateAts(deps: AtsDeps, atsId: string, change: Partial<Ats>): Promise<Ats> {
  await getAts(deps, atsId);
  const set = { ...change, updatedAt: deps.clock.now() };
  await deps.store.commit([{ type: 'update', path: paths.ats(atsId), set }]);
  return getAts(deps, atsId);
}
