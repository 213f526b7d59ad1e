import type { AcceptedEvent } from '../accepted-event.ts';
import { createWebhook } from '../delivery/create-webhook.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { encodeJson } from '../json/encode-json.ts';
import type { JsonObject } from '../json/json-value.ts';
import type { Member, Workspace } from './workspace.ts';
import { memberAdded, workspaceCreated } from './workspace-types.ts';

/** An event of a user of the ATS, who is provisioned with it. */
export type MemberEvent = AcceptedEvent & { userId: string };

export interface Provisioning {
  /** As they are to be stored; undefined where nothing changes. */
  workspace: Workspace | undefined;
  member: Member | undefined;
  /** What tells the ATS. */
  webhooks: Delivery[];
}

/**
 * What an event makes of its workspace and member, as they were found. What is new is told of; so is what was asked for by
 * name, as every accepted event is answered by a webhook. `told` is the data of a workspace event, and empty for any other.
 */
export function planProvisioning(
  event: MemberEvent,
  told: JsonObject | undefined,
  found: { workspace: Workspace | undefined; member: Member | undefined },
  now: number,
): Provisioning {
  const { type, referenceId, clientId, userId } = event;
  const made = { provisionedBy: referenceId, createdAt: now };
  const ofWorkspace = type === workspaceCreated.event ? told : undefined;
  const ofMember = type === memberAdded.event ? told : ofWorkspace && administrator(ofWorkspace);
  const webhooks: Delivery[] = [];
  const tell = (webhook: string, data: JsonObject) =>
    webhooks.push(createWebhook({ ...idsOf(event), event: webhook, error: null, data }, now));
  if (!found.workspace || ofWorkspace) {
    tell(workspaceCreated.webhook, ofWorkspace ?? { client_id: clientId });
  }
  if (!found.member || type === memberAdded.event) {
    tell(memberAdded.webhook, ofMember ?? { client_id: clientId, user_id: userId });
  }
  return {
    workspace: whatIsSaid(found.workspace, { clientId, ...made }, ofWorkspace),
    member: whatIsSaid(found.member, { userId, ...made }, ofMember),
    webhooks,
  };
}

/** The first member of a workspace that is asked for. */
function administrator({ client_id, user_id, admin_name, admin_email }: JsonObject): JsonObject {
  return { client_id, user_id, name: admin_name, email: admin_email } as JsonObject;
}

function whatIsSaid<T extends object>(found: T | undefined, made: T, said: JsonObject | undefined) {
  if (said === undefined) return found ? undefined : made;
  return { ...(found ?? made), payload: encodeJson(said) };
}

function idsOf({ referenceId, atsId, clientId }: AcceptedEvent) {
  return { referenceId, atsId, clientId };
}
