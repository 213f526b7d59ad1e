import { realpathSync } from 'node:fs';
import { StartupError } from '../../functions/shared/core/startup-error.ts';
import { demoFile } from './demo-file.ts';

const PATIENCE_MS = 1000;

/**
 * Throws a {@link StartupError} when another CarvOS serves this data folder: a second one would take the demo's webhooks away
 * from the first. The running one is asked, so that a `demo.json` that a crash has left behind hinders nobody.
 */
export async function assertFolderIsFree(dataDir: string, ownBaseUrl: string): Promise<void> {
  const { base_url } = demoFile(dataDir).read();
  // Only ever ourselves are asked: whatever a damaged demo.json names instead is left alone.
  if (base_url === undefined || base_url === ownBaseUrl || !/^http:\/\/127\.0\.0\.1:\d+$/.test(base_url))
    return;
  if ((await servedFolder(base_url)) !== realpathSync(dataDir)) return;
  throw new StartupError(
    `CarvOS already serves this folder at ${base_url}. Stop it, or choose another folder with CARVOS_DATA_DIR`,
  );
}

/** What the server at `baseUrl` says it serves; undefined when nobody answers there, or something else does. */
async function servedFolder(baseUrl: string): Promise<unknown> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(`${baseUrl}/_local`, { redirect: 'manual', signal });
    const answer: unknown = await response.json();
    return Object(answer).data_dir;
  } catch {
    return undefined;
  }
}
