import { zipSync } from 'fflate';

/** Of every file, so that the same files always give the same bytes. The format begins at this day, and takes it as local time. */
const DAY = new Date(1980, 0, 1);

const UNIX = 3;
const READABLE_FILE = 0o100644;

/** One zip of some files, by name. The same files give the same zip. */
export function zipFiles(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const names = Object.keys(files).sort();
  const options = { mtime: DAY, os: UNIX, attrs: READABLE_FILE << 16, level: 9 } as const;
  return zipSync(Object.fromEntries(names.map((name) => [name, [files[name] as Uint8Array, options]])));
}
