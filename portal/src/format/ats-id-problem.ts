/** What is wrong with an ATS's id as it is typed; undefined where nothing is. */
export function atsIdProblem(id: string): string | undefined {
  if (/[^a-z0-9-]/.test(id)) return 'Only a-z, 0-9 and - may be used.';
  if (id.length < 3) return `At least 3 characters: ${3 - id.length} more.`;
  return id.length > 40 ? `At most 40 characters: ${id.length - 40} fewer.` : undefined;
}
