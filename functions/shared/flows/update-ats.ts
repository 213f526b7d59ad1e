import type { Ats } from '../core/ats.ts';
import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import { assertWebhookUrl } from '../core/webhook-url.ts';
import { ConflictError } from '../ports/store.ts';
import type { AtsDeps } from './create-ats.ts';

/** The ATS of that id. Throws `not_found`. */
export async function getAts({ store }: Pick<AtsDeps, 'store'>, atsId: string): Promise<Ats> {
  const [ats] = await store.getAll<[Ats]>(paths.ats(atsId));
  if (ats === undefined) throw new GatewayError('not_found', { detail: `There is no ATS ${atsId}` });
  return ats.data;
}

/** Sets the URL that webhooks of an ATS go to, from the next attempt on. */
export async function setWebhookUrl(deps: AtsDeps, atsId: string, webhookUrl: string): Promise<Ats> {
  assertWebhookUrl(webhookUrl, deps.urlPolicy);
  return updateAts(deps, atsId, { webhookUrl });
}

/** Changes fields of an ATS that exists. Throws `not_found`. */
export async function updateAts(deps: AtsDeps, atsId: string, change: Partial<Ats>): Promise<Ats> {
  const set = { ...change, updatedAt: deps.clock.now() };
  try {
    await deps.store.commit([{ type: 'update', path: paths.ats(atsId), set }]);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    throw new GatewayError('not_found', { detail: `There is no ATS ${atsId}`, cause: error });
  }
  return getAts(deps, atsId);
}
