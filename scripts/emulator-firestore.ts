import { Command } from 'commander';
import { InvalidSetting, port } from '../functions/shared/config/parsers.ts';
import { findFirestoreEmulator } from './emulators/firestore/find-firestore-emulator.ts';
import { startFirestoreEmulator } from './emulators/firestore/start-firestore-emulator.ts';

/** `npm run emulator:firestore`: Google's Firestore emulator on this machine, until it is interrupted. */
const command = new Command('npm run emulator:firestore --')
  .description(
    "Finds Google's Firestore emulator and runs it on 127.0.0.1. Its data is in memory and goes with it.",
  )
  .option('--port <number>', 'the port; 0 for any that is free', '8085')
  .action(async ({ port: text }: { port: string }) => {
    const running = process.env.FIRESTORE_EMULATOR_HOST;
    if (running) fail(`FIRESTORE_EMULATOR_HOST is set: ${running} is used, and none is started.`);
    const found = findFirestoreEmulator();
    if ('missing' in found) fail(found.missing);
    const emulator = await startFirestoreEmulator({ ...found, port: portOf(text) });
    process.stdout.write(
      `Firestore emulator: ${emulator.host}\n\n  export FIRESTORE_EMULATOR_HOST=${emulator.host}\n\n`,
    );
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.stop());
    await emulator.ended;
  });

function portOf(text: string): number {
  try {
    return port(text);
  } catch (error) {
    if (!(error instanceof InvalidSetting)) throw error;
    return fail(`--port must be ${error.message}, not "${text}"`);
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

command.parseAsync().catch((error: Error) => fail(error.message));
