import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A block at the top level of a Terraform file, such as `variable "region" { … }`. */
export interface TerraformBlock {
  file: string;
  /** Such as `variable`, `output` or `resource`. */
  kind: string;
  labels: string[];
  /** What stands between its braces. */
  body: string;
}

/** Every block in the `.tf` files of a folder, by file and in their order. Reads what `terraform fmt` has put in order. */
export function readTerraform(folder: string): TerraformBlock[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.tf'));
  return files.toSorted().flatMap((file) => readBlocks(file, readFileSync(join(folder, file), 'utf8')));
}

/** In the canonical form a block begins at the start of a line, and ends with the next brace that stands there. */
function readBlocks(file: string, text: string): TerraformBlock[] {
  const blocks = text.matchAll(/^([a-z_]+)((?: "[^"]+")*) \{(?:\}$|([^\n]*)\}$|\n([\s\S]*?)^\}$)/gm);
  return Array.from(blocks, ([, kind = '', labels = '', inline = '', body = inline]) => ({
    file,
    kind,
    labels: Array.from(labels.matchAll(/"([^"]+)"/g), ([, label = '']) => label),
    body,
  }));
}

/** An argument of a block as it is written, with the following lines where it takes several; undefined where there is none. */
export function argumentOf({ body }: Pick<TerraformBlock, 'body'>, name: string): string | undefined {
  // In the canonical form what belongs to an argument is indented further than it, but for what closes it.
  const [, value] = new RegExp(`^  ${name} += (.*(?:\\n    .*)*(?:\\n  [)\\]}]+)?)`, 'm').exec(body) ?? [];
  return value;
}
