import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Demo } from '../../../scripts/local/demo-file.ts';
import { type ChildServer, startChild } from '../../support/child-server.ts';
import { readDemo } from '../../support/demo-server.ts';

export interface RunningSuite extends ChildServer {
  /** The data folder: `demo.json` and `emulators.env` are in it. */
  dataDir: string;
  demo: Demo;
}

/** Of the caller's environment, what says where tools are. */
const TOOLS = ['FIREBASE_TOOLS', 'FIRESTORE_EMULATOR_JAR', 'JAVA_HOME'];

/** `npm run emulators` as a process of its own, on free ports, with its data folder in `folder`. */
export async function runSuite(folder: string, env: Record<string, string> = {}): Promise<RunningSuite> {
  const dataDir = join(folder, '.carvos');
  mkdirSync(dataDir, { recursive: true });
  const tools = Object.fromEntries(
    TOOLS.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  const child = await startChild(['scripts/emulators.ts'], {
    env: { ...tools, CARVOS_DATA_DIR: dataDir, PORT: '0', ...env },
    ready: /npm run ats works on it/,
  });
  return { ...child, dataDir, demo: readDemo(dataDir) };
}
