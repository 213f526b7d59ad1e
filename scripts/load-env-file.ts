import { existsSync } from 'node:fs';

/**
 * Under `npm start` and `npm run`, takes what the environment does not say from a file `.env` in this folder, if there is one. Not
 * otherwise: a test that starts a script is not to depend on what a developer keeps there.
 */
export function loadEnvFile(): void {
  if (process.env.npm_lifecycle_event !== undefined && existsSync('.env')) process.loadEnvFile('.env');
}
