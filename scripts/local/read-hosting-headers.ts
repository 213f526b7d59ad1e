import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface HeaderRule {
  /** Held against the path as it was asked for, without its query. */
  regex: string;
  headers: readonly { key: string; value: string }[];
}

const FIREBASE_JSON = fileURLToPath(new URL('../../firebase.json', import.meta.url));

/** Reads from `firebase.json` which headers Hosting gives to a path: of rules that differ the last one counts. Names are in lower case. */
export function readHostingHeaders(file = FIREBASE_JSON): (path: string) => Record<string, string> {
  const { hosting } = JSON.parse(readFileSync(file, 'utf8')) as { hosting: { headers: HeaderRule[] } };
  const rules = hosting.headers.map(({ regex, headers }) => ({
    pattern: new RegExp(regex, 'u'),
    entries: headers.map(({ key, value }) => [key.toLowerCase(), value] as const),
  }));
  return (path) =>
    Object.fromEntries(rules.flatMap(({ pattern, entries }) => (pattern.test(path) ? entries : [])));
}
