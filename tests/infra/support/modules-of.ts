import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The texts of all of our modules that one loads, itself included; what it knows only the types of is not among them. */
export function modulesOf(file: string, seen = new Map<string, string>()): string[] {
  if (!seen.has(file) && existsSync(file)) {
    const text = readFileSync(file, 'utf8');
    seen.set(file, text);
    const loaded = text.matchAll(/^(?:import|export) (?!type )(?:[^;]*?from )?'(\.[^']+)'/gm);
    for (const [, target = ''] of loaded) modulesOf(join(dirname(file), target), seen);
  }
  return [...seen.values()];
}
