import { FUNCTION_NAMES } from '../../../functions/function-names.ts';
import { ERRORS } from '../../../functions/shared/core/errors.ts';
import type { SuiteUrls } from './suite-urls.ts';

const TIMEOUT_MS = 60_000;

/**
 * Throws unless every function is there and one of them answers through Hosting: the Firebase emulators say that they are ready also
 * without any function, and a function that cannot be loaded never answers.
 */
export async function checkFunctions({ functionsUrl, baseUrl }: SuiteUrls): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const loaded = await (await fetch(`${functionsUrl}/backends`, { signal })).text();
  const missing = FUNCTION_NAMES.filter((name) => !loaded.includes(`"entryPoint":"${name}"`));
  if (missing.length > 0) throw new Error(`The functions emulator has no ${missing.join(', ')}`);
  const answer = await fetch(`${baseUrl}/v1/`, { signal }).catch((cause) => {
    throw new Error('The function rest does not answer', { cause });
  });
  const text = await answer.text();
  // Only the function itself says so; Hosting's own page is another.
  if (!text.includes(ERRORS.route_not_found.detail)) {
    throw new Error(`The function rest cannot be reached through Hosting: ${answer.status} ${text}`);
  }
}
