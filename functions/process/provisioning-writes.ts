import { paths } from '../shared/core/paths.ts';
import type { MemberEvent, Provisioning } from '../shared/core/workspaces/plan-provisioning.ts';
import type { StoredDocument, Write } from '../shared/ports/store.ts';
import type { FoundWorkspace } from './find-workspace.ts';

/** The writes of a plan, on condition that workspace and member are still as they were found. */
export function provisioningWrites(
  { atsId, clientId, userId }: MemberEvent,
  found: FoundWorkspace,
  { workspace, member, webhooks }: Provisioning,
): Write[] {
  return [
    ...write(paths.workspace(atsId, clientId), found.workspace, workspace),
    ...write(paths.member(atsId, clientId, userId), found.member, member),
    ...webhooks.map((data) => ({ type: 'create', path: paths.delivery(data.deliveryId), data }) as const),
  ];
}

function write(path: string, found: StoredDocument<object> | undefined, data: object | undefined): Write[] {
  if (data === undefined) return [];
  return [found ? { type: 'set', path, data, ifVersion: found.version } : { type: 'create', path, data }];
}
