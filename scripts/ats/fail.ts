import { CommanderError } from 'commander';
import { ConfigError } from '../../functions/shared/config.ts';
import { GatewayError } from '../../functions/shared/core/errors.ts';
import { StartupError } from '../../functions/shared/core/startup-error.ts';
import { AtsExistsError } from '../../functions/shared/flows/create-ats.ts';

/** Says what went wrong on standard error. Returns 1 when it failed, 2 when the command, its arguments or the folder are wrong. */
export function fail(error: unknown): 0 | 1 | 2 {
  // Commander has said it already; 0 is what `--help` ends with.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof GatewayError) {
    const { detail } = error;
    const text = typeof detail === 'string' ? detail : detail.map(({ msg }) => msg).join('\n');
    process.stderr.write(`${text}\n`);
    return error.status === 422 ? 2 : 1;
  }
  const cannotStart = error instanceof ConfigError || error instanceof StartupError;
  const known = cannotStart || error instanceof AtsExistsError;
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
  return cannotStart ? 2 : 1;
}
