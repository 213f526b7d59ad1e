import type { JsonObject } from '../core/json/json-value.ts';
import { memberAdded, workspaceCreated } from '../core/workspaces/workspace-types.ts';
import { CLIENT_ID, oneExample } from './examples.ts';
import { INVALID, type Invalid, invalidBody, invalidId, invalidPath } from './invalid-request.ts';
import { accepted, type OperationInput, toOperation } from './operation.ts';
import { pageExamples, pageParameters } from './page-of.ts';
import { idInPath } from './parameters.ts';
import { refTo } from './references.ts';
import { toJsonSchema } from './to-json-schema.ts';

const TAG = 'Workspaces';
const ERRORS = ['IdempotencyKeyReused', 'TooLarge'] as const;

export const WORKSPACE_NOTES = {
  client_id: 'Your id of the client, which names its workspace.',
  name: 'The name of the client.',
  admin_name: "The administrator's name.",
  admin_email: "The administrator's e-mail address.",
  user_id: "The administrator's member id. Without it the e-mail address is the id.",
} as const;
export const MEMBER_NOTES = {
  client_id: 'Your id of the client, which names the workspace.',
  user_id: 'Your id of the user, which names the member.',
  name: "The user's name.",
  email: "The user's e-mail address.",
} as const;

/** Times of the examples. */
const SHOWN_AT = '2026-02-25T10:30:00.000Z';

export function workspaceSchemas(): JsonObject {
  const kept = 'Fields that are not listed are kept and passed on.';
  return {
    Workspace: {
      ...toJsonSchema(workspaceCreated.schema, WORKSPACE_NOTES),
      description: `A client, to be given a workspace. ${kept}`,
    },
    WorkspaceShown: shown(
      toJsonSchema(workspaceCreated.shownSchema, WORKSPACE_NOTES),
      'provisioned_at',
      'A workspace. Of one that came with the first event of a client, only the id is known.',
    ),
    Member: {
      ...toJsonSchema(memberAdded.schema, MEMBER_NOTES),
      description: `A user, to be a member of a workspace. ${kept}`,
    },
    MemberShown: shown(
      toJsonSchema(memberAdded.shownSchema, MEMBER_NOTES),
      'added_at',
      'A member. Of one that came with the first event of a user, only the ids are known.',
    ),
  };
}

function shown(schema: JsonObject, timeField: string, description: string): JsonObject {
  const time = { type: 'string', format: 'date-time', description: 'When, in UTC, to the millisecond.' };
  return {
    ...schema,
    description,
    required: [...(schema.required as string[]), timeField],
    properties: { ...(schema.properties as JsonObject), [timeField]: time },
  };
}

export function workspacePaths(): JsonObject {
  const parameters = [idInPath('client_id', 'Your id of the client.', CLIENT_ID)];
  return {
    '/v1/workspaces': { get: toOperation(listWorkspaces()), post: toOperation(createWorkspace()) },
    '/v1/workspaces/{client_id}': { parameters, get: toOperation(getWorkspace()) },
    '/v1/workspaces/{client_id}/members': {
      parameters,
      get: toOperation(listMembers()),
      post: toOperation(addMember()),
    },
  };
}

const shownWorkspace = () => ({ ...workspaceCreated.sample, provisioned_at: SHOWN_AT });
const shownMember = () => ({ client_id: CLIENT_ID, ...memberAdded.sample, added_at: SHOWN_AT });

function listWorkspaces(): OperationInput {
  return {
    operationId: 'listWorkspaces',
    tag: TAG,
    summary: 'List workspaces',
    description: 'The workspaces that have been provisioned, a page at a time.',
    needs: 'key',
    parameters: pageParameters(),
    answer: {
      status: 200,
      description: 'One page of workspaces.',
      schema: refTo('schemas', 'WorkspacePage'),
      examples: pageExamples(shownWorkspace()),
    },
    invalid: [INVALID.page],
  };
}

function createWorkspace(): OperationInput {
  const { user_id: _, ...least } = workspaceCreated.sample;
  return {
    operationId: 'createWorkspace',
    tag: TAG,
    summary: 'Create a workspace',
    description:
      'Provisions a workspace for a client, its administrator as the first member. It is there once `workspace.provisioned` has come. For a client that has one already, what is said here replaces what was said before.',
    needs: 'key',
    parameters: [refTo('parameters', 'IdempotencyKey')],
    body: {
      schema: refTo('schemas', 'Workspace'),
      examples: {
        whole: { summary: 'With an id for the administrator', value: workspaceCreated.sample },
        least: { summary: 'With what is required', value: least },
      },
    },
    answer: accepted('The workspace will be provisioned.'),
    errors: ERRORS,
    invalid: [INVALID.idempotencyKey, invalidBody('admin_name', undefined), longEmail(), INVALID.tooDeep],
  };
}

function getWorkspace(): OperationInput {
  return {
    operationId: 'getWorkspace',
    tag: TAG,
    summary: 'Read a workspace',
    description: 'A workspace; 404 until it has been provisioned.',
    needs: 'key',
    answer: {
      status: 200,
      description: 'The workspace.',
      schema: refTo('schemas', 'WorkspaceShown'),
      examples: {
        asked: { summary: 'Asked for by the ATS', value: shownWorkspace() },
        first_event: {
          summary: 'Came with the first event of the client',
          value: { client_id: CLIENT_ID, provisioned_at: SHOWN_AT },
        },
      },
    },
    errors: ['NotFound'],
    invalid: [invalidPath('client_id')],
  };
}

function listMembers(): OperationInput {
  return {
    operationId: 'listMembers',
    tag: TAG,
    summary: 'List the members of a workspace',
    description: 'The members of a workspace, a page at a time.',
    needs: 'key',
    parameters: pageParameters(),
    answer: {
      status: 200,
      description: 'One page of members.',
      schema: refTo('schemas', 'MemberPage'),
      examples: pageExamples(shownMember()),
    },
    errors: ['NotFound'],
    invalid: [INVALID.page, invalidPath('client_id')],
  };
}

function addMember(): OperationInput {
  return {
    operationId: 'addMember',
    tag: TAG,
    summary: 'Add a member to a workspace',
    description:
      'Makes a user a member. A client that has no workspace yet is given one by policy `auto`; by policy `strict` the outgoing webhook says `workspace_not_provisioned`.',
    needs: 'key',
    parameters: [refTo('parameters', 'IdempotencyKey')],
    body: {
      schema: refTo('schemas', 'Member'),
      examples: oneExample('member', 'A recruiter', memberAdded.sample),
    },
    answer: accepted('The member will be added.'),
    errors: ERRORS,
    invalid: [
      INVALID.idempotencyKey,
      invalidPath('client_id'),
      invalidBody('email', undefined),
      invalidId('client_id'),
      INVALID.tooDeep,
    ],
  };
}

function longEmail(): Invalid {
  const msg = 'Is longer than an id may be (128): give the administrator a user_id';
  return {
    name: 'long_email',
    summary: 'The e-mail address cannot be the id of the administrator',
    issues: [{ loc: ['body', 'admin_email'], msg, type: 'too_long' }],
  };
}
