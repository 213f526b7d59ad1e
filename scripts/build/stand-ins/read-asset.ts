import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Reads a file of Swagger UI in a release, where it lies beside the functions. */
export function readAsset(name: string): Promise<Buffer> {
  return readFile(join(__dirname, name));
}
