import { afterEach, beforeEach, describe } from '@jest/globals';
import type { HttpSender, SendRequest, SendResult } from './http-sender.ts';
import { describeAnswers } from './http-sender-answers.contract.ts';
import { describeFailures } from './http-sender-failures.contract.ts';
import { describeRequests } from './http-sender-requests.contract.ts';
import { Servers } from './http-sender-servers.contract.ts';
import { describeTls } from './http-sender-tls.contract.ts';

/** Makes a sender that may connect to this machine, and that trusts `ca` instead of the system's authorities. */
export type CreateSender = (options?: { ca?: string[] }) => HttpSender;

export interface SenderContext {
  readonly servers: Servers;
  /** Sends `{}` to `url`, with plenty of time and room, except where told otherwise. */
  send(url: string, options?: Partial<SendRequest>): Promise<SendResult>;
}

/** The promises of the port `HttpSender`, which every adapter keeps, against real servers on this machine. */
export function describeHttpSenderContract(name: string, createSender: CreateSender): void {
  describe(`${name} keeps the contract of an HTTP sender`, () => {
    let servers: Servers;
    let sender: HttpSender;
    const context: SenderContext = {
      get servers() {
        return servers;
      },
      send: (url, options) => sender.send(requestTo(url, options)),
    };
    beforeEach(() => {
      servers = new Servers();
      sender = createSender();
    });
    afterEach(() => servers.closeAll());

    describeRequests(context);
    describeAnswers(context);
    describeFailures(context);
    describeTls(context, createSender);
  });
}

export function requestTo(url: string, options: Partial<SendRequest> = {}): SendRequest {
  const headers = { 'content-type': 'application/json' };
  return { url, headers, body: Buffer.from('{}'), timeoutMs: 10_000, maxResponseBytes: 1024, ...options };
}
