import { Type } from 'typebox';
import type { JsonObject } from './json/json-value.ts';
import { idSchema } from './records/record-fields.ts';

/** The events by which an ATS provisions a workspace or a member itself (spec sections 2 and 3). */
export const WORKSPACE_EVENTS = ['workspace.created', 'workspace.member_added'] as const;

export type WorkspaceEvent = (typeof WORKSPACE_EVENTS)[number];

export function isWorkspaceEvent(event: string): event is WorkspaceEvent {
  return (WORKSPACE_EVENTS as readonly string[]).includes(event);
}

const name = Type.String({ minLength: 1 });
const email = Type.String({ minLength: 3, pattern: '@' });

/** What is told of a workspace besides its `client_id`. */
export const workspaceFields = { name, admin_name: name, admin_email: email };

/** What is told of a member besides his `user_id`. */
export const memberFields = { name, email };

/** The body of `POST /v1/workspaces`. */
export const workspaceSchema = Type.Object({ client_id: idSchema, ...workspaceFields });

/** The body of `POST /v1/workspaces/{client_id}/members`. */
export const memberSchema = Type.Object({ user_id: idSchema, ...memberFields });

export const workspaceSample: JsonObject = {
  client_id: 'acme',
  name: 'Acme Staffing',
  admin_name: 'Noor de Vries',
  admin_email: 'noor@example.com',
};

export const memberSample: JsonObject = {
  user_id: 'recruiter-1',
  name: 'Sam Visser',
  email: 'sam@example.com',
};
