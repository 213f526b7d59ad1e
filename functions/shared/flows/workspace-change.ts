import type { JsonObject } from '../core/json/json-value.ts';
import type { Change } from './accept-event.ts';

/** An event about a workspace or a member changes nothing as it is accepted: `process` provisions. */
export function workspaceChange(data: JsonObject): Change {
  return { path: undefined, merges: false, mustExist: false, data: () => data, writes: () => [] };
}
