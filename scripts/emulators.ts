import { ConfigError, loadLocalConfig } from '../functions/shared/config.ts';
import { StartupError } from '../functions/shared/core/startup-error.ts';
import { createTeardown } from './emulators/suite/create-teardown.ts';
import { findTools } from './emulators/suite/find-tools.ts';
import { printCliLine } from './emulators/suite/print-cli-line.ts';
import { startSuite } from './emulators/suite/start-suite.ts';
import { loadEnvFile } from './load-env-file.ts';
import { logForPeople } from './local/log-for-people.ts';
import { welcome } from './local/welcome.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { stopWhenOrphaned } from './stop-when-orphaned.ts';

// Whatever is made in the data folder is for its owner only, also where the folder itself is open to others.
process.umask(0o077);
loadEnvFile();

const teardown = createTeardown();
let isStopping = false;

async function stop(): Promise<void> {
  isStopping = true;
  await teardown.run();
}

/** `npm run emulators`: all of CarvOS on the Firebase Emulator Suite, until it is interrupted. */
async function main(): Promise<void> {
  // The platform is the emulators' own; what else is set means the same here as for npm start.
  const config = loadLocalConfig({ ...process.env, CARVOS_PLATFORM: 'local' });
  const tools = findTools();
  const { CARVOS_LADDER: ladder, LOG_LEVEL: logLevel } = process.env;
  const settings = { ...(ladder && { CARVOS_LADDER: ladder }), ...(logLevel && { LOG_LEVEL: logLevel }) };
  const logDestination = logForPeople();
  const onLine = printCliLine({ log: logDestination ?? process.stdout, logLevel: config.logLevel });
  process.stdout.write('Starting the emulators …\n');
  stopOnSignal(stop, ['SIGINT', 'SIGTERM', 'SIGHUP']);
  stopWhenOrphaned(() => process.kill(process.pid, 'SIGTERM'));
  const suite = await startSuite({ tools, config, settings, logDestination, onLine }, teardown);
  process.stdout.write(welcome(suite.demo, config.dataDir));
  process.stdout.write(`npm run ats works on it after:  set -a; . ${suite.envFile}\n\n`);
  throw new Error(await suite.broken);
}

// Whoever reads along may leave (npm run emulators | head); the suite goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main().catch(async (error: Error) => {
  // What ends then was told to end.
  if (isStopping) return;
  const known = error instanceof StartupError || error instanceof ConfigError;
  process.stderr.write(`${known ? error.message : (error.stack ?? String(error))}\n`);
  await stop();
  process.exit(known ? 2 : 1);
});
