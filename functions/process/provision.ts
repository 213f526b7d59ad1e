import type { AcceptedEvent } from '../shared/core/accepted-event.ts';
import type { WorkspacePolicy } from '../shared/core/ats.ts';
import { createDelivery } from '../shared/core/delivery/create-delivery.ts';
import type { Delivery } from '../shared/core/delivery/delivery.ts';
import { type EventError, encodeEnvelope, outgoingEventId } from '../shared/core/envelope.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { paths } from '../shared/core/paths.ts';
import type { Member, Workspace } from '../shared/core/workspaces/workspace.ts';
import { enqueueDelivery } from '../shared/flows/enqueue-delivery.ts';
import type { SettleDeps } from '../shared/flows/settle-accepted-event.ts';
import { ConflictError, type Write } from '../shared/ports/store.ts';

const MAX_TRIES = 10;

const NOT_PROVISIONED: EventError = {
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
  event: AcceptedEvent,
  policy: WorkspacePolicy,
): Promise<EventError | undefined> {
  const { store, clock } = deps;
  const { atsId, clientId, userId, referenceId } = event;
  const workspacePath = paths.workspace(atsId, clientId);
  const memberPath = paths.member(atsId, clientId, userId);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const [workspace, member] = await store.getAll<[Workspace, Member]>(workspacePath, memberPath);
    if (workspace && member) {
      // A commit of ours that took effect unheard has made deliveries that no task is there for yet.
      if (tries > 0) await enqueueOwn(deps, event, workspace.data, member.data);
      return undefined;
    }
    if (!workspace && policy === 'strict') return NOT_PROVISIONED;
    const now = clock.now();
    const writes: Write[] = [];
    const deliveries: Delivery[] = [];
    const create = (path: string, data: Workspace | Member, webhook: string, fields: JsonObject) => {
      const delivery = announcement(event, webhook, fields, now);
      deliveries.push(delivery);
      writes.push({ type: 'create', path, data });
      writes.push({ type: 'create', path: paths.delivery(delivery.deliveryId), data: delivery });
    };
    const made = { provisionedBy: referenceId, createdAt: now };
    if (!workspace) {
      create(workspacePath, { clientId, ...made }, 'workspace.provisioned', { client_id: clientId });
    }
    if (!member) {
      const fields = { client_id: clientId, user_id: userId };
      create(memberPath, { userId, ...made }, 'workspace.member_added', fields);
    }
    try {
      await store.commit(writes);
    } catch (error) {
      // Another first event was faster, or this commit took effect unheard: the next look tells.
      if (error instanceof ConflictError) continue;
      throw error;
    }
    await Promise.all(deliveries.map((delivery) => enqueueDelivery(deps, delivery)));
    return undefined;
  }
  throw new Error('provisioning met a conflict each time');
}

async function enqueueOwn(deps: SettleDeps, event: AcceptedEvent, workspace: Workspace, member: Member) {
  const { referenceId, atsId } = event;
  const announced: string[] = [];
  if (workspace.provisionedBy === referenceId) announced.push('workspace.provisioned');
  if (member.provisionedBy === referenceId) announced.push('workspace.member_added');
  for (const webhook of announced) {
    const deliveryId = outgoingEventId(referenceId, webhook);
    const dueAt = deps.clock.now();
    await enqueueDelivery(deps, { atsId, deliveryId, referenceId, ladder: 0, n: 0, dueAt });
  }
}

function announcement(
  { referenceId, atsId, clientId }: AcceptedEvent,
  event: string,
  data: JsonObject,
  now: number,
) {
  const deliveryId = outgoingEventId(referenceId, event);
  const payload = encodeEnvelope({
    event,
    eventId: deliveryId,
    referenceId,
    clientId,
    timestampMs: now,
    error: null,
    data,
  });
  return createDelivery({ deliveryId, atsId, clientId, referenceId, event, payload }, now);
}
