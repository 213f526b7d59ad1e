import type { WorkspacePolicy } from '../shared/core/ats.ts';
import type { EventError } from '../shared/core/envelope.ts';
import { outgoingEventId } from '../shared/core/envelope.ts';
import { type MemberEvent, planProvisioning } from '../shared/core/workspaces/plan-provisioning.ts';
import { memberAdded, workspaceCreated } from '../shared/core/workspaces/workspace-types.ts';
import { enqueueDelivery } from '../shared/flows/enqueue-delivery.ts';
import type { SettleDeps } from '../shared/flows/settle-accepted-event.ts';
import { ConflictError } from '../shared/ports/store.ts';
import { type FoundWorkspace, findWorkspace } from './find-workspace.ts';
import { provisioningWrites } from './provisioning-writes.ts';

const MAX_TRIES = 10;

export const NOT_PROVISIONED: EventError = {
  code: 'workspace_not_provisioned',
  message: 'The workspace of this client has not been provisioned',
};

/**
 * Provisions the user of an event when it is unknown, and by policy `auto` the client too; by policy `strict` an unknown client is
 * an error, which is returned. Document and webhook are created in one commit, create-only, so that of many first events at once
 * exactly one provisions and tells of it.
 */
export async function provision(
  deps: SettleDeps,
  event: MemberEvent,
  policy: WorkspacePolicy,
): Promise<EventError | undefined> {
  const { store, clock } = deps;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const found = await findWorkspace(store, event);
    if (found.workspace && found.member) {
      // A commit of ours that took effect unheard has made deliveries that no task is there for yet.
      if (tries > 0) await enqueueOwn(deps, event, found);
      return undefined;
    }
    if (!found.workspace && policy === 'strict') return NOT_PROVISIONED;
    const data = { workspace: found.workspace?.data, member: found.member?.data };
    const plan = planProvisioning(event, undefined, data, clock.now());
    try {
      await store.commit(provisioningWrites(event, found, plan));
    } catch (error) {
      // Another first event was faster, or this commit took effect unheard: the next look tells.
      if (error instanceof ConflictError) continue;
      throw error;
    }
    await Promise.all(plan.webhooks.map((delivery) => enqueueDelivery(deps, delivery)));
    return undefined;
  }
  throw new Error('provisioning met a conflict each time');
}

async function enqueueOwn(deps: SettleDeps, event: MemberEvent, { workspace, member }: FoundWorkspace) {
  const { referenceId, atsId } = event;
  const announced: string[] = [];
  if (workspace?.data.provisionedBy === referenceId) announced.push(workspaceCreated.webhook);
  if (member?.data.provisionedBy === referenceId) announced.push(memberAdded.webhook);
  for (const webhook of announced) {
    const deliveryId = outgoingEventId(referenceId, webhook);
    const dueAt = deps.clock.now();
    await enqueueDelivery(deps, { atsId, deliveryId, referenceId, ladder: 0, n: 0, dueAt });
  }
}
