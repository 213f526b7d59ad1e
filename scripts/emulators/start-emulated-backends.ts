import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../functions/shared/adapters/system/system-clock.ts';
import type { ServiceName } from '../../functions/shared/ports/service-identity.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import type { IdTokenIssuer } from './id-token-issuer.ts';
import { startMetadataServer } from './metadata-server.ts';
import { openEmulatedPlatform } from './open-emulated-platform.ts';

export interface EmulatedBackends {
  /** What a function in a process of its own is given, so that it finds the emulators. */
  env: Record<string, string>;
  /** The same platform in this process, for making an ATS. Its log is silent. */
  runtime: Runtime;
  /** An ID token as a service's account calls a function with it. */
  idToken(service: ServiceName, functionName: string): string;
  stop(): Promise<void>;
}

const BASE_URL = 'https://functions.example';

/**
 * Emulators in place of Google's services for functions that run in processes of their own. They all run as the account of
 * `process`. Tasks stay in their queues: nothing is dispatched.
 */
export async function startEmulatedBackends(firestoreEmulator: string): Promise<EmulatedBackends> {
  const config = { logLevel: 'silent' } as const;
  const options = { baseUrl: BASE_URL, clock: systemClock, firestoreEmulator, config };
  const platform = await openEmulatedPlatform(options);
  const { runtime, issuer } = platform;
  const { GOOGLE_CLOUD_PROJECT: projectId = '', CARVOS_FUNCTION_URL: functionUrl = '' } = platform.env;
  const account = (service: ServiceName) => `${service}@${projectId}.iam.gserviceaccount.com`;
  const certs = await serveCerts(issuer);
  const metadata = await startMetadataServer({ issuer, email: account('process'), projectId });
  return {
    env: { ...platform.env, CARVOS_ID_TOKEN_CERTS_URL: certs.url, GCE_METADATA_HOST: metadata.address },
    runtime,
    idToken: (service, name) =>
      issuer.sign({ email: account(service), audience: functionUrl.replace('{function}', name) }),
    async stop() {
      await platform.stopQueue();
      await platform.close();
      await certs.stop();
      await metadata.stop();
    },
  };
}

/** The issuer's public keys, as Google serves its own. */
async function serveCerts(issuer: IdTokenIssuer): Promise<{ url: string; stop(): Promise<void> }> {
  const certs = JSON.stringify(await issuer.certs());
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(certs);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/certs`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
