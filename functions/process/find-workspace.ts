import { paths } from '../shared/core/paths.ts';
import type { MemberEvent } from '../shared/core/workspaces/plan-provisioning.ts';
import type { Member, Workspace } from '../shared/core/workspaces/workspace.ts';
import type { Store, StoredDocument } from '../shared/ports/store.ts';

export interface FoundWorkspace {
  workspace: StoredDocument<Workspace> | undefined;
  member: StoredDocument<Member> | undefined;
}

/** Reads the workspace and the member of an event. */
export async function findWorkspace(
  store: Store,
  { atsId, clientId, userId }: MemberEvent,
): Promise<FoundWorkspace> {
  const [workspace, member] = await store.getAll<[Workspace, Member]>(
    paths.workspace(atsId, clientId),
    paths.member(atsId, clientId, userId),
  );
  return { workspace, member };
}
