import type { JsonObject } from '../core/json/json-value.ts';

type Section = 'schemas' | 'parameters' | 'headers' | 'responses';

/** Points at what is described once, under `components`. */
export function refTo(section: Section, name: string): JsonObject {
  return { $ref: `#/components/${section}/${name}` };
}

/** `workspace.member_added` as the name of a schema: `WorkspaceMemberAdded`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `an application`, `a vacancy`. */
export function withArticle(name: string): string {
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
