import { isDeepStrictEqual } from 'node:util';
import type { AcceptedEvent } from '../../../functions/shared/core/accepted-event.ts';
import { decodeStored } from '../../../functions/shared/core/json/decode-stored.ts';
import type { JsonObject } from '../../../functions/shared/core/json/json-value.ts';
import { meetingOutput } from '../../../functions/shared/core/meetings/meeting-outputs.ts';
import type {
  StoredMeeting,
  StoredMeetingOutput,
} from '../../../functions/shared/core/meetings/stored-meeting.ts';
import { paths } from '../../../functions/shared/core/paths.ts';
import type { Member, Workspace } from '../../../functions/shared/core/workspaces/workspace.ts';
import type { Store } from '../../../functions/shared/ports/store.ts';

/** What must hold in the end of the workspaces, members and meetings that the events are about. */
export async function storedProblems(store: Store, events: readonly AcceptedEvent[]): Promise<string[]> {
  const problems = events.map((event) =>
    event.source === 'ai' ? outputProblems(store, event) : provisioningProblems(store, event),
  );
  return (await Promise.all(problems)).flat();
}

/** Workspace and member are there and hold what was said of them; of one that was refused there is nothing. */
async function provisioningProblems(store: Store, event: AcceptedEvent): Promise<string[]> {
  const { atsId, clientId, userId, error, type } = event;
  const [workspace, member] = await store.getAll<[Workspace, Member]>(
    paths.workspace(atsId, clientId),
    paths.member(atsId, clientId, String(userId)),
  );
  if (error?.code === 'workspace_not_provisioned') {
    return workspace || member ? [`${type} was refused, and something is provisioned`] : [];
  }
  const { ofWorkspace, ofMember } = saidOf(event);
  return [
    ...heldProblems(`the workspace of ${type}`, workspace?.data, ofWorkspace),
    ...heldProblems(`the member of ${type}`, member?.data, ofMember),
  ];
}

function saidOf(event: AcceptedEvent): { ofWorkspace?: JsonObject; ofMember?: JsonObject } {
  const said = decodeStored(event);
  if (event.type === 'workspace.member_added') return { ofMember: said };
  if (event.type !== 'workspace.created') return {};
  const { client_id, user_id, admin_name: name, admin_email: email } = said;
  return { ofWorkspace: said, ofMember: { client_id, user_id, name, email } as JsonObject };
}

function heldProblems(name: string, held: Workspace | Member | undefined, said?: JsonObject): string[] {
  if (held === undefined) return [`${name} is not there`];
  const payload = held.payload && decodeStored({ payload: held.payload });
  return isDeepStrictEqual(payload, said) ? [] : [`${name} holds ${JSON.stringify(payload)}`];
}

/** The output that the event brought is there, and the meeting knows of it. */
async function outputProblems(store: Store, event: AcceptedEvent): Promise<string[]> {
  const { atsId, clientId, recordId, referenceId, payload, type } = event;
  const field = String(meetingOutput(type)?.field);
  const path = paths.meeting(atsId, clientId, recordId);
  const [meeting, output] = await store.getAll<[StoredMeeting, StoredMeetingOutput]>(
    path,
    paths.meetingOutput(path, field),
  );
  const problems: string[] = [];
  if (output?.data.version !== referenceId) problems.push(`${type} is not what its meeting holds`);
  else if (!Buffer.from(payload).equals(output.data.payload)) problems.push(`${type} holds other bytes`);
  if (meeting?.data.bytes[field] !== payload.length) problems.push(`the meeting does not know of ${type}`);
  return problems;
}
