import { readFileSync } from 'node:fs';

/**
 * The entries of a map among the locals of a Terraform file, each as it is written. Goes by how `terraform fmt` indents; an entry
 * may be indented deeper where a `for` stands around the map. Throws where there is no such map.
 */
export function entriesOf(file: string, local: string): Record<string, string> {
  const text = readFileSync(file, 'utf8');
  const map = new RegExp(`^  ${local} = \\{\\n([\\s\\S]*?)^  \\}`, 'm').exec(text)?.[1];
  if (map === undefined) throw new Error(`${file} has no map ${local}`);
  const indent = /^ +(?=[A-Za-z_-]+ += )/m.exec(map)?.[0] ?? '';
  const entries = map.split(new RegExp(`^${indent}(?=[A-Za-z_-]+ += )`, 'm')).slice(1);
  return Object.fromEntries(
    entries.map((entry) => {
      const [, key = '', value = ''] = /^([A-Za-z_-]+) += ([\s\S]*)$/.exec(entry) ?? [];
      return [key, value.trim()];
    }),
  );
}
