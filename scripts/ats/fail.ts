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
  process.stderr.write(
    `${known ? error.message : (backendText(error) ?? (error as Error).stack ?? error)}\n`,
  );
  return cannotStart ? 2 : 1;
}

/** What to do where one of Google's services refused or did not answer; undefined for any other error. */
function backendText(error: unknown): string | undefined {
  const { code, message } = error as { code?: unknown; message?: string };
  const isCredentials = message?.includes('default credentials') ?? false;
  if (typeof code !== 'number' && !isCredentials) return undefined;
  const remedy =
    'Check GOOGLE_CLOUD_PROJECT, that you are signed in (gcloud auth application-default login) with the rights it takes, ' +
    'and the *_EMULATOR_HOST variables if there are any';
  return `Google Cloud refused or did not answer: ${message}\n${remedy}`;
}
