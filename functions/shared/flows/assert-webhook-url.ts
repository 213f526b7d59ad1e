import { validationError } from '../core/validation-error.ts';
import { type WebhookUrlPolicy, webhookUrlProblem } from '../core/webhook-url.ts';
import type { HostCheck } from '../ports/host-check.ts';
import { orUnavailable } from './or-unavailable.ts';

export interface WebhookUrlDeps {
  urlPolicy: WebhookUrlPolicy;
  hosts: HostCheck;
}

/** Throws the 422 of a webhook URL that may not be saved, and a 503 where its host cannot be looked up now. */
export async function assertWebhookUrl({ urlPolicy, hosts }: WebhookUrlDeps, url: string): Promise<void> {
  const problem = webhookUrlProblem(url, urlPolicy) ?? (await problemOfHost(hosts, new URL(url).hostname));
  if (problem !== undefined) {
    throw validationError({ loc: ['body', 'webhook_url'], msg: problem, type: 'url' });
  }
}

async function problemOfHost(hosts: HostCheck, hostname: string): Promise<string | undefined> {
  const problem = await orUnavailable(hosts.problem(hostname));
  return problem && `The host ${hostname} of the webhook URL can't be used: ${problem}`;
}
