import { validationError } from './validation-error.ts';

export interface WebhookUrlPolicy {
  /** Development only: `http:` and private addresses are fine. */
  allowPrivateTargets: boolean;
}

const MAX_LENGTH = 2048;

/** Says in plain words what is wrong with a webhook URL, or undefined when it may be saved and sent to. */
export function webhookUrlProblem(
  url: string,
  { allowPrivateTargets }: WebhookUrlPolicy,
): string | undefined {
  if (url.length > MAX_LENGTH) return `The webhook URL is longer than ${MAX_LENGTH} characters`;
  // A URL parser drops white space and control characters, so that what is stored would not be what is sent to.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being refused.
  if (/[\s\u0000-\u001f\u007f]/.test(url)) return 'The webhook URL must not hold white space';
  const parsed = URL.parse(url);
  if (parsed === null) return 'The webhook URL is not a valid URL';
  if (parsed.username !== '' || parsed.password !== '') return 'The webhook URL must not hold credentials';
  if (parsed.hash !== '') return 'The webhook URL must not have a fragment (#…)';
  if (parsed.protocol === 'https:') return undefined;
  if (parsed.protocol === 'http:' && allowPrivateTargets) return undefined;
  return 'The webhook URL must begin with https://';
}

/** Throws the 422 of a webhook URL that may not be saved. */
export function assertWebhookUrl(url: string, policy: WebhookUrlPolicy): void {
  const problem = webhookUrlProblem(url, policy);
  if (problem !== undefined) {
    throw validationError({ loc: ['body', 'webhook_url'], msg: problem, type: 'url' });
  }
}
