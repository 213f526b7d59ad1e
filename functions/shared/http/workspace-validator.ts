import { WORKSPACE_TYPES, type WorkspaceType } from '../core/workspaces/workspace-types.ts';
import { compileValidator } from './validate.ts';

const VALIDATORS = new Map(
  WORKSPACE_TYPES.map(({ event, schema }) => [event, compileValidator(schema, 'body')]),
);

/** The check of what the ATS says of a workspace or a member. */
export function workspaceValidator({ event }: WorkspaceType): (value: unknown, bytes?: number) => void {
  const validator = VALIDATORS.get(event);
  if (validator === undefined) throw new Error(`not an event about a workspace: ${event}`);
  return validator;
}
