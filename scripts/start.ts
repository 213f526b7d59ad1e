import pretty from 'pino-pretty';
import { ConfigError, loadLocalConfig } from '../functions/shared/config.ts';
import { StartupError } from '../functions/shared/core/startup-error.ts';
import { loadEnvFile } from './load-env-file.ts';
import { type LocalGateway, startLocalGateway } from './local/local-gateway.ts';
import { welcome } from './local/welcome.ts';

// Whatever is made in the data folder is for its owner only, also where the folder itself is open to others.
process.umask(0o077);
loadEnvFile();

const FOR_PEOPLE: pretty.PrettyOptions = {
  sync: true,
  messageKey: 'message',
  timestampKey: 'time',
  levelKey: 'severity',
  colorize: true,
  singleLine: true,
  // For a person the reference id beside it says the same.
  ignore: 'logging\\.googleapis\\.com/trace',
  // The log names a warning as Cloud Logging does, which pino-pretty does not know.
  customPrettifiers: {
    level: (severity, _key, _log, { labelColorized, colors }) =>
      severity === 'WARNING' ? colors.yellow('WARN') : labelColorized,
  },
};

/** `npm start`: all of CarvOS on this machine, until it is interrupted. */
async function main(): Promise<void> {
  const config = loadLocalConfig(process.env);
  const logDestination = process.stdout.isTTY ? pretty(FOR_PEOPLE) : undefined;
  const gateway = await startLocalGateway(config, logDestination ? { logDestination } : {});
  stopOnSignal(gateway);
  gateway.startQueue();
  process.stdout.write(welcome(gateway.demo, config.dataDir));
}

const PATIENCE_MS = 1000;

function stopOnSignal(gateway: LocalGateway): void {
  let since: number | undefined;
  const onSignal = () => {
    // The terminal sends Ctrl+C to us and to npm, and npm passes it on: so it comes twice. One that comes later is meant.
    if (since !== undefined && performance.now() - since > PATIENCE_MS) process.exit(130);
    if (since !== undefined) return;
    since = performance.now();
    void stop(gateway);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
}

async function stop(gateway: LocalGateway): Promise<void> {
  process.stdout.write('Stopping …\n');
  await gateway.stop();
  process.exit(0);
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
