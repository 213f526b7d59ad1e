import { type TSchema, Type } from 'typebox';
import type { JsonObject } from '../json/json-value.ts';
import { MAX_EMAIL_LENGTH } from '../limits.ts';
import { idSchema, optionalFields } from '../records/record-fields.ts';

/** What tells an event about a workspace from one about a member. Unknown fields are kept, as in records. */
export interface WorkspaceType {
  /** The event as it comes in. */
  event: 'workspace.created' | 'workspace.member_added';
  /** The webhook that answers it. */
  webhook: 'workspace.provisioned' | 'workspace.member_added';
  /** The field that names what it is about. */
  idField: 'client_id' | 'user_id';
  /** What the ATS says of it, ids included. */
  schema: TSchema;
  /** As it is shown: of what came with a user's first event, only the ids are known. */
  shownSchema: TSchema;
  sample: JsonObject;
}

const name = Type.String({ minLength: 1 });
const email = Type.String({ minLength: 3, maxLength: MAX_EMAIL_LENGTH });
const administrator = { name, admin_name: name, admin_email: email };
const person = { name, email };

/**
 * A client (spec section 2, Workspaces). Its administrator becomes its first member, under `user_id` or, where that is not
 * given, under the e-mail address.
 */
export const workspaceCreated = {
  event: 'workspace.created',
  webhook: 'workspace.provisioned',
  idField: 'client_id',
  schema: Type.Object({ client_id: idSchema, user_id: Type.Optional(idSchema), ...administrator }),
  shownSchema: Type.Object({
    client_id: idSchema,
    ...optionalFields({ user_id: idSchema, ...administrator }),
  }),
  sample: {
    client_id: 'acme-nl',
    user_id: 'recruiter-7',
    name: 'Acme Netherlands',
    admin_name: 'Noor de Vries',
    admin_email: 'noor.devries@example.com',
  },
} as const satisfies WorkspaceType;

/** A user of a client (spec section 2, Workspaces). */
export const memberAdded = {
  event: 'workspace.member_added',
  webhook: 'workspace.member_added',
  idField: 'user_id',
  schema: Type.Object({ user_id: idSchema, ...person }),
  shownSchema: Type.Object({ client_id: idSchema, user_id: idSchema, ...optionalFields(person) }),
  sample: { user_id: 'recruiter-8', name: 'Daan Bakker', email: 'daan.bakker@example.com' },
} as const satisfies WorkspaceType;

export const WORKSPACE_TYPES: readonly WorkspaceType[] = [workspaceCreated, memberAdded];

/** The workspace type an incoming event stands for, or undefined for any other event. */
export function workspaceEvent(event: string): WorkspaceType | undefined {
  return WORKSPACE_TYPES.find((type) => type.event === event);
}
