import type { Ats } from '../core/ats.ts';
import { assertAtsName } from './assert-ats-name.ts';
import { assertWebhookUrl } from './assert-webhook-url.ts';
import { changeFields } from './change-fields.ts';
import type { AtsDeps } from './create-ats.ts';
import { getAts } from './get-ats.ts';

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

/** Changes fields of an ATS that exists, whatever they were before; what they are already is no change. Throws `not_found` or `unavailable`. */
export async function updateAts(deps: AtsDeps, atsId: string, change: Partial<Ats>): Promise<Ats> {
  await changeFields(deps, atsId, change);
  return getAts(deps, atsId);
}
