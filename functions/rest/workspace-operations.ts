import { GatewayError } from '../shared/core/errors.ts';
import { decodeStored } from '../shared/core/json/decode-stored.ts';
import { isJsonObject, type JsonObject } from '../shared/core/json/json-value.ts';
import { MAX_ID_LENGTH } from '../shared/core/limits.ts';
import { paths } from '../shared/core/paths.ts';
import { validationError } from '../shared/core/validation-error.ts';
import type { Member, Workspace } from '../shared/core/workspaces/workspace.ts';
import {
  memberAdded,
  type WorkspaceType,
  workspaceCreated,
} from '../shared/core/workspaces/workspace-types.ts';
import type { AcceptInput } from '../shared/flows/accept-event.ts';
import { shownTime } from '../shared/flows/describe-event.ts';
import { workspaceChange } from '../shared/flows/workspace-change.ts';
import { workspaceValidator } from '../shared/http/workspace-validator.ts';
import { findableId } from './findable-id.ts';
import { isIdLength } from './is-id-length.ts';
import { listPage } from './list-page.ts';
import type { LocatedCall } from './locate-call.ts';
import type { Operation, RestCall } from './operation.ts';
import { receiptOf } from './receipt-of.ts';

type Call = RestCall<undefined>;

const documentPath = (atsId: string, { parameters }: LocatedCall<undefined>) => {
  const clientId = findableId(parameters, 'client_id');
  return clientId === undefined ? undefined : paths.workspace(atsId, clientId);
};

/** What an ATS can do with its workspaces and their members (spec section 2, Workspaces). */
export const workspaceOperations = {
  create: { needs: 'key', takesBody: true, accept: acceptWorkspace },
  addMember: { needs: 'key', takesBody: true, accept: acceptMember },
  list: {
    needs: 'key',
    read: (deps, { ats, query }) =>
      listPage<Workspace>(deps, query, {
        collection: paths.workspaces(ats.atsId),
        sizeOf: sizeOfPayload,
        show: (page) => page.map(({ data }) => showWorkspace(data)),
      }),
  },
  get: {
    needs: 'key',
    documentPath,
    read: async (_, { document }) => {
      if (document === undefined) throw new GatewayError('not_found');
      return { status: 200, body: showWorkspace(document.data as Workspace) };
    },
  },
  listMembers: {
    needs: 'key',
    documentPath,
    read: async (deps, { ats, query, document }) => {
      if (document === undefined) throw new GatewayError('not_found');
      const { clientId } = document.data as Workspace;
      return listPage<Member>(deps, query, {
        collection: paths.members(ats.atsId, clientId),
        sizeOf: sizeOfPayload,
        show: (page) => page.map(({ data }) => showMember(clientId, data)),
      });
    },
  },
} as const satisfies Record<string, Operation>;

function acceptWorkspace(call: Call): AcceptInput {
  const body = readBody(workspaceCreated, call);
  const userId = String(body.user_id ?? body.admin_email);
  if (!isIdLength(userId)) {
    const msg = `Is longer than an id may be (${MAX_ID_LENGTH}): give the administrator a user_id`;
    throw validationError({ loc: ['body', 'admin_email'], msg, type: 'too_long' });
  }
  const data = { ...body, user_id: userId };
  return acceptInput(workspaceCreated, call, { clientId: String(body.client_id), userId, data });
}

function acceptMember(call: Call): AcceptInput {
  const body = readBody(memberAdded, call);
  const clientId = findableId(call.parameters, 'client_id');
  if (clientId === undefined) {
    const msg = `Must have 1 to ${MAX_ID_LENGTH} characters`;
    throw validationError({ loc: ['path', 'client_id'], msg, type: 'length' });
  }
  if (body.client_id !== undefined && body.client_id !== clientId) {
    throw validationError({
      loc: ['body', 'client_id'],
      msg: 'Differs from the id in the path',
      type: 'mismatch',
    });
  }
  const data = { client_id: clientId, ...body };
  return acceptInput(memberAdded, call, { clientId, userId: String(body.user_id), data });
}

function readBody(type: WorkspaceType, { body }: Call): JsonObject {
  workspaceValidator(type)(body?.plain, body?.byteLength);
  return body && isJsonObject(body.value) ? body.value : {};
}

function acceptInput(
  { event, idField }: WorkspaceType,
  call: Call,
  { clientId, userId, data }: { clientId: string; userId: string; data: JsonObject },
): AcceptInput {
  return {
    ats: call.ats,
    source: 'rest',
    type: event,
    clientId,
    userId,
    recordId: String(data[idField]),
    change: workspaceChange(data),
    ...receiptOf(call, [data]),
    read: { receipt: call.receipt, record: undefined },
  };
}

function sizeOfPayload({ payload }: { payload?: Uint8Array }): number {
  return payload?.length ?? 0;
}

function showWorkspace({ clientId, createdAt, payload }: Workspace): JsonObject {
  return { ...said(payload), client_id: clientId, provisioned_at: shownTime(createdAt) };
}

function showMember(clientId: string, { userId, createdAt, payload }: Member): JsonObject {
  return { ...said(payload), client_id: clientId, user_id: userId, added_at: shownTime(createdAt) };
}

/** What the ATS said of it; nothing when only an event came. */
function said(payload: Uint8Array | undefined): JsonObject {
  return payload === undefined ? {} : decodeStored({ payload });
}
