import { hostProblem } from './addresses/host-problem.ts';

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
  if (allowPrivateTargets) {
    const isWeb = parsed.protocol === 'https:' || parsed.protocol === 'http:';
    return isWeb ? undefined : 'The webhook URL must begin with https:// or http://';
  }
  if (parsed.protocol !== 'https:') return 'The webhook URL must begin with https://';
  const problem = hostProblem(parsed.hostname);
  return problem && `The webhook URL must lead to a public host, and ${parsed.hostname} is ${problem}`;
}
