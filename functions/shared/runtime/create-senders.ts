import { createAddressFilter } from '../adapters/net/address-filter.ts';
import { createGotHttpSender } from '../adapters/net/got-http-sender.ts';
import { ANY_HOST, createHostCheck } from '../adapters/net/host-check.ts';
import type { WebhookUrlPolicy } from '../core/webhook-url.ts';
import type { HostCheck } from '../ports/host-check.ts';
import type { HttpSender } from '../ports/http-sender.ts';
import type { RuntimeOverrides } from './runtime-parts.ts';

export interface Senders {
  /** To the ATSs: hosts that anybody may have named. */
  sender: HttpSender;
  hosts: HostCheck;
  /** To services of our own, which may well be inside. */
  serviceSender: HttpSender;
  urlPolicy: WebhookUrlPolicy;
}

/** What goes out over HTTP. Outside of development, webhooks go to public addresses only. */
export function createSenders(isDevelopment: boolean, { sender }: RuntimeOverrides): Senders {
  const serviceSender = sender ?? createGotHttpSender();
  const urlPolicy = { allowPrivateTargets: isDevelopment };
  if (isDevelopment) return { sender: serviceSender, serviceSender, hosts: ANY_HOST, urlPolicy };
  const filter = createAddressFilter();
  const hosts = createHostCheck(filter);
  return { sender: sender ?? createGotHttpSender({ filter }), serviceSender, hosts, urlPolicy };
}
