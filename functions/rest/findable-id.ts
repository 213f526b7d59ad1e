import { isIdLength } from './is-id-length.ts';

/** An id of the path; undefined where there is none, or one that nothing can have: that is not looked for, and so not found. */
export function findableId(parameters: Readonly<Record<string, string>>, name: string): string | undefined {
  const id = parameters[name];
  return id !== undefined && isIdLength(id) ? id : undefined;
}
