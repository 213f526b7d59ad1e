import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { loadConfig } from '../../../functions/shared/config.ts';
import { createAts } from '../../../functions/shared/flows/create-ats.ts';
import { createRuntime, type Runtime } from '../../../functions/shared/runtime.ts';
import type { Demo } from '../../../scripts/local/demo-file.ts';
import { AtsClient } from '../../support/ats-client.ts';
import { readDemo, waitFor } from '../../support/demo-server.ts';
import { type ReceivedWebhook, WebhookReceiver } from '../../support/webhook-receiver.ts';

/** An ATS of a test's own in the running suite, with a receiver that verifies. */
export interface TestAts {
  account: Demo;
  client: AtsClient;
  receiver: WebhookReceiver;
  /** The suite's platform, as `npm run ats` has it. */
  runtime: Runtime;
  /** Waits until so many webhooks of a flow have come in. */
  delivered(referenceId: string, count?: number): Promise<ReceivedWebhook[]>;
  close(): Promise<void>;
}

/** The data folder of the suite that is running. */
export const dataDir = (): string => process.env.CARVOS_TEST_SUITE ?? '';

/** The variables by which other processes find the suite. */
export function suiteEnv(): Record<string, string> {
  return parseEnv(readFileSync(join(dataDir(), 'emulators.env'), 'utf8')) as Record<string, string>;
}

export async function openAts(atsId: string): Promise<TestAts> {
  const runtime = createRuntime(loadConfig({ ...suiteEnv(), LOG_LEVEL: 'silent' }));
  let secret = '';
  const now = () => Date.now();
  const receiver = new WebhookReceiver({ secret: () => secret, now });
  const webhookUrl = await receiver.start();
  const { apiKey, incomingSecret, outgoingSecret } = await createAts(runtime, {
    atsId,
    name: atsId,
    webhookUrl,
  });
  secret = outgoingSecret;
  const account: Demo = {
    ...readDemo(dataDir()),
    ats_id: atsId,
    api_key: apiKey,
    incoming_secret: incomingSecret,
    outgoing_secret: outgoingSecret,
  };
  return {
    account,
    client: new AtsClient(account, now),
    receiver,
    runtime,
    delivered: (referenceId, count = 1) =>
      waitFor(
        async () => receiver.received.filter(({ json }) => json.reference_id === referenceId),
        (found) => found.length >= count,
      ),
    async close() {
      await receiver.stop();
      await runtime.close();
    },
  };
}
