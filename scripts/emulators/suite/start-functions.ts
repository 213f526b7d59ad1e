import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ensurePortal } from '../../build/build-portal.ts';
import { buildRelease } from '../../build/build-release.ts';
import { checkFunctions } from './check-functions.ts';
import type { Teardown } from './create-teardown.ts';
import type { SuitePlatform } from './open-suite-platform.ts';
import type { CliLine } from './read-cli-line.ts';
import { makeRunFolder } from './run-folder.ts';
import { type FirebaseEmulators, startFirebaseEmulators } from './start-firebase-emulators.ts';
import type { SuitePorts } from './suite-config.ts';
import { suiteUrls } from './suite-urls.ts';

export interface FunctionsOptions {
  /** How to run firebase-tools. */
  command: readonly [string, ...string[]];
  ports: SuitePorts;
  google: SuitePlatform;
  onLine: (line: CliLine) => void;
}

/** Builds the functions and the portal, starts them and Hosting, and makes sure that they answer; what is to be undone goes to `teardown`. */
export async function startFunctions(
  { command, ports, google, onLine }: FunctionsOptions,
  teardown: Teardown,
): Promise<FirebaseEmulators> {
  const { platform, projectId, metadata } = google;
  const folder = makeRunFolder(ports);
  teardown.add(() => folder.remove());
  // What runs is what would be deployed.
  await buildRelease(folder.releaseFolder);
  // A copy, as Hosting serves nothing from outside of the folder that it is started in; of what a deploy takes along.
  cpSync(await ensurePortal(), join(folder.publicFolder, 'portal'), {
    recursive: true,
    filter: (file) => !basename(file).startsWith('.'),
  });
  folder.writeFunctionEnv({
    GCE_METADATA_HOST: metadata,
    METADATA_SERVER_DETECTION: 'assume-present',
    // Credentials of the developer's own would be taken before those of the metadata server.
    CLOUDSDK_CONFIG: folder.userConfig,
  });
  const emulators = await startFirebaseEmulators({ command, folder, projectId, env: platform.env, onLine });
  teardown.add(() => emulators.stop());
  await checkFunctions(suiteUrls(ports, projectId));
  return emulators;
}
