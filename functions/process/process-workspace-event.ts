import type { WorkspacePolicy } from '../shared/core/ats.ts';
import { createWebhook } from '../shared/core/delivery/create-webhook.ts';
import { decodeStored } from '../shared/core/json/decode-stored.ts';
import { settledChange } from '../shared/core/processing/settled-change.ts';
import {
  type MemberEvent,
  type Provisioning,
  planProvisioning,
} from '../shared/core/workspaces/plan-provisioning.ts';
import type { WorkspaceType } from '../shared/core/workspaces/workspace-types.ts';
import { enqueueDelivery } from '../shared/flows/enqueue-delivery.ts';
import type { SettleDeps } from '../shared/flows/settle-accepted-event.ts';
import type { WorkerVerdict } from '../shared/http/create-worker.ts';
import { ConflictError, type StoredDocument } from '../shared/ports/store.ts';
import { type FoundWorkspace, findWorkspace } from './find-workspace.ts';
import { NOT_PROVISIONED } from './provision.ts';
import { provisioningWrites } from './provisioning-writes.ts';

const MAX_TRIES = 10;

/**
 * Provisions what a workspace event asks for, which no AI service is needed for: workspace, member, the settled event and what
 * tells of it in one commit. By policy `strict` a member of an unknown client is an error, which its webhook says.
 */
export async function processWorkspaceEvent(
  deps: SettleDeps,
  event: StoredDocument<MemberEvent>,
  type: WorkspaceType,
  policy: WorkspacePolicy,
): Promise<WorkerVerdict> {
  const { store, clock, log } = deps;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const found = await findWorkspace(store, event.data);
    const isRefused = !found.workspace && policy === 'strict' && type.event !== 'workspace.created';
    const error = isRefused ? NOT_PROVISIONED : null;
    const now = clock.now();
    const plan = isRefused ? refusal(event.data, type, now) : planned(event.data, found, now);
    try {
      await store.commit([
        { type: 'update', path: event.path, ...settledChange(error, now), ifVersion: event.version },
        ...provisioningWrites(event.data, found, plan),
      ]);
    } catch (failure) {
      if (!(failure instanceof ConflictError)) throw failure;
      const [stored] = await store.getAll<[MemberEvent]>(event.path);
      if (stored === undefined) return 'done';
      if (stored.data.state !== 'settled') {
        if (stored.version !== event.version) return 'again';
        // Only the workspace or the member had moved on: look at them again.
        continue;
      }
    }
    log.info('event.processed', { event: type.event, provisioned: error === null });
    await Promise.all(plan.webhooks.map((delivery) => enqueueDelivery(deps, delivery)));
    return 'done';
  }
  return 'again';
}

function planned(event: MemberEvent, { workspace, member }: FoundWorkspace, now: number): Provisioning {
  const data = { workspace: workspace?.data, member: member?.data };
  return planProvisioning(event, decodeStored(event), data, now);
}

function refusal(event: MemberEvent, { webhook }: WorkspaceType, now: number): Provisioning {
  const { referenceId, atsId, clientId } = event;
  const ids = { referenceId, atsId, clientId, event: webhook };
  const data = decodeStored(event);
  return {
    workspace: undefined,
    member: undefined,
    webhooks: [createWebhook({ ...ids, error: NOT_PROVISIONED, data }, now)],
  };
}
