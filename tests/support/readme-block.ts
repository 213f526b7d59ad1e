import { readFileSync } from 'node:fs';

export const README = readFileSync('README.md', 'utf8');

/** The shell block that comes after these words, exactly as somebody would paste it. */
export function readmeBlock(after: string): string {
  const found = /```sh\n([\s\S]*?)```/.exec(README.slice(README.indexOf(after)));
  if (!README.includes(after) || found?.[1] === undefined)
    throw new Error(`the README has no block after "${after}"`);
  return found[1];
}
