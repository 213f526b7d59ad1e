import { ConfigError, loadLocalConfig } from '../functions/shared/config.ts';
import { StartupError } from '../functions/shared/core/startup-error.ts';
import { ensurePortal } from './build/build-portal.ts';
import { loadEnvFile } from './load-env-file.ts';
import { startLocalGateway } from './local/local-gateway.ts';
import { logForPeople } from './local/log-for-people.ts';
import { welcome } from './local/welcome.ts';
import { stopOnSignal } from './stop-on-signal.ts';

// Whatever is made in the data folder is for its owner only, also where the folder itself is open to others.
process.umask(0o077);
loadEnvFile();

/** `npm start`: all of CarvOS on this machine, until it is interrupted. */
async function main(): Promise<void> {
  const config = loadLocalConfig(process.env);
  const logDestination = logForPeople();
  const gateway = await startLocalGateway(config, logDestination ? { logDestination } : {}, ensurePortal);
  stopOnSignal(gateway.stop, ['SIGINT', 'SIGTERM']);
  gateway.startQueue();
  process.stdout.write(welcome(gateway.demo, config.dataDir));
}

// Whoever reads along may leave (npm start | head); the server goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main().catch((error: Error) => {
  const known = error instanceof StartupError || error instanceof ConfigError;
  process.stderr.write(`${known ? error.message : (error.stack ?? String(error))}\n`);
  process.exit(known ? 2 : 1);
});
