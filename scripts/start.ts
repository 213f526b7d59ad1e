import pretty from 'pino-pretty';
import { ConfigError, loadConfig } from '../functions/shared/config.ts';
import { type LocalGateway, startLocalGateway } from './local/local-gateway.ts';
import { welcome } from './local/welcome.ts';

/** `npm start`: all of CarvOS on this machine, until it is interrupted. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logDestination = process.stdout.isTTY
    ? pretty({ sync: true, messageKey: 'event', timestampKey: 'time', levelKey: 'severity', colorize: true })
    : undefined;
  const gateway = await startLocalGateway(config, logDestination ? { logDestination } : {});
  gateway.startQueue();
  process.stdout.write(welcome(gateway.demo, config.dataDir));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(gateway));
}

async function stop(gateway: LocalGateway): Promise<void> {
  process.stdout.write('Stopping …\n');
  await gateway.stop();
  process.exit(0);
}

main().catch((error: NodeJS.ErrnoException) => {
  const inUse = error.code === 'EADDRINUSE';
  const known = inUse || error instanceof ConfigError;
  const advice = `Port ${process.env.PORT || '8080'} is in use. Choose another one: PORT=8081 npm start`;
  process.stderr.write(`${inUse ? advice : known ? error.message : (error.stack ?? String(error))}\n`);
  process.exit(known ? 2 : 1);
});
