import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toStartupError } from '../../functions/shared/core/startup-error.ts';

/** What is printed and written to `demo.json`: all that a newcomer needs to paste. */
export interface Demo {
  base_url: string;
  ats_id: string;
  api_key: string;
  incoming_secret: string;
  outgoing_secret: string;
  inbox_url: string;
  /** The portal, and its administrator of the demo ATS. */
  portal: { url: string; email: string; password: string };
  /** Somebody of Carv's staff. */
  staff: { email: string; password: string };
}

export interface DemoFile {
  path: string;
  /** What of it is there and is text, or holds texts only; empty when it is missing, damaged or something else altogether. */
  read(): Partial<Demo>;
  /** Replaces it, whole or not at all. Throws a `StartupError`. */
  write(demo: Demo): void;
}

/** The `demo.json` of a data folder. People edit it and copy it about, so nothing in it is taken for granted. */
export function demoFile(dataDir: string): DemoFile {
  const path = join(dataDir, 'demo.json');
  return {
    path,
    read() {
      try {
        const entries = Object.entries(Object(JSON.parse(readFileSync(path, 'utf8'))));
        return Object.fromEntries(entries.filter(([, value]) => isText(value) || holdsTexts(value)));
      } catch {
        return {};
      }
    },
    write(demo) {
      const draft = `${path}.${randomBytes(6).toString('hex')}`;
      try {
        writeFileSync(draft, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
        renameSync(draft, path);
      } catch (error) {
        rmSync(draft, { force: true });
        throw toStartupError(error, path);
      }
    },
  };
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function holdsTexts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(isText);
}
