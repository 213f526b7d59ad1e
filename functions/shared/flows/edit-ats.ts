import type { Ats, WorkspacePolicy } from '../core/ats.ts';
import type { StoredDocument } from '../ports/store.ts';
import { assertAtsName } from './assert-ats-name.ts';
import { assertWebhookUrl } from './assert-webhook-url.ts';
import { changeFields } from './change-fields.ts';
import type { AtsDeps } from './create-ats.ts';
import { readAts } from './get-ats.ts';

export interface AtsEdit {
  /** The version of the ATS that was edited. */
  seen: string;
  name?: string | undefined;
  webhookUrl?: string | null | undefined;
  enabled?: boolean | undefined;
  policy?: WorkspacePolicy | undefined;
}

/**
 * Changes what was edited of an ATS, unless somebody else has changed it since it was read. Resolves to it as it is then. Throws
 * `validation_failed`, `not_found`, `stale_edit` or `unavailable`.
 */
export async function editAts(
  deps: AtsDeps,
  atsId: string,
  { seen, ...edit }: AtsEdit,
): Promise<StoredDocument<Ats>> {
  if (edit.name !== undefined) assertAtsName(edit.name);
  if (typeof edit.webhookUrl === 'string') await assertWebhookUrl(deps, edit.webhookUrl);
  const edited = Object.entries(edit).filter(([, value]) => value !== undefined);
  await changeFields(deps, atsId, Object.fromEntries(edited), seen);
  return readAts(deps, atsId);
}
