import { afterAll, beforeAll } from '@jest/globals';
import type { Demo } from '../../scripts/local/demo-file.ts';
import { type Ended, runScript } from './child-server.ts';
import { type DemoServer, startDemoServer } from './demo-server.ts';
import { tempDir } from './temp-dir.ts';

export interface UsedDemoServer {
  /** Its data folder. */
  path: string;
  readonly demo: Demo;
  /** Runs one of the commands, such as `ats`, on the server's folder. */
  run: (script: string, ...args: string[]) => Promise<Ended>;
}

/** `npm start` for all tests of a file, in a folder of its own; for the top of its tests. */
export function useDemoServer(env: Record<string, string> = {}): UsedDemoServer {
  const { path, remove } = tempDir();
  let server: DemoServer;
  beforeAll(async () => {
    server = await startDemoServer(path, env);
  }, 30_000);
  afterAll(async () => {
    await server.end();
    remove();
  });
  return {
    path,
    get demo() {
      return server.demo;
    },
    run: (script, ...args) => runScript([`scripts/${script}.ts`, ...args], { CARVOS_DATA_DIR: path }),
  };
}
