import { tempDir } from '../../support/temp-dir.ts';
import { type RunningSuite, runSuite } from './run-suite.ts';

/** Started before all tests, where Jest lets the hook that ends it find it. */
export interface SharedSuite {
  suite: RunningSuite;
  removeFolder: () => void;
}

// biome-ignore lint/style/noDefaultExport: this is what Jest loads.
export default async function startSuite(): Promise<void> {
  const dir = tempDir();
  try {
    const suite = await runSuite(dir.path, { CARVOS_LADDER: '0s,1s,2s,2s,3s' });
    process.env.CARVOS_TEST_SUITE = suite.dataDir;
    Object.assign(globalThis, { sharedSuite: { suite, removeFolder: dir.remove } satisfies SharedSuite });
  } catch (error) {
    dir.remove();
    throw error;
  }
}
