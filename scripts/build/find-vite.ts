import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartupError } from '../../functions/shared/core/startup-error.ts';

/** Vite's command, as the module `from` would find it. Throws a `StartupError` where it is not installed. */
export function findVite(from = import.meta.url): string {
  try {
    return join(dirname(createRequire(from).resolve('vite/package.json')), 'bin', 'vite.js');
  } catch (cause) {
    const advice =
      'Run npm ci without --omit=dev, or put a dist/hosting/portal here that was built of the same sources';
    throw new StartupError(`The portal cannot be built: Vite is not installed. ${advice}`, { cause });
  }
}
