import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Demo } from '../../scripts/local/demo-file.ts';
import { type ChildServer, startChild } from './child-server.ts';

export interface DemoServer extends ChildServer {
  demo: Demo;
}

export interface InboxEntry {
  event: string;
  event_id: string;
  reference_id: string;
  verified: boolean;
  answered_status: number;
  received_at: string;
  raw_body: string;
  headers: Record<string, string>;
}

/** `npm start` as a process of its own, on a free port. */
export async function startDemoServer(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<DemoServer> {
  const child = await startChild(['scripts/start.ts'], {
    env: { CARVOS_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...env },
    ready: /CarvOS is serving at /,
  });
  return { ...child, demo: readDemo(dataDir) };
}

export function readDemo(dataDir: string): Demo {
  return JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as Demo;
}

export async function readInbox(demo: Demo): Promise<InboxEntry[]> {
  const response = await fetch(`${demo.inbox_url}.json`);
  return ((await response.json()) as { data: InboxEntry[] }).data;
}

/** Asks until `done` says so: what is waited for happens in another process, on its own clock. */
export async function waitFor<T>(look: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (done(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function pushCandidate(demo: Demo, id: string): Promise<string> {
  const response = await fetch(`${demo.base_url}/v1/candidates`, {
    method: 'POST',
    headers: {
      'x-api-key': demo.api_key,
      'x-ats-client-id': 'acme',
      'x-ats-user-id': 'u',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ candidate_id: id, first_name: 'Ada', last_name: 'Lovelace' }),
  });
  if (response.status !== 202) throw new Error(`status ${response.status}`);
  return ((await response.json()) as { reference_id: string }).reference_id;
}
