import { grpc } from 'google-gax';

/** Where a Google service is served instead of at Google's: `host:port`, without TLS, as emulators are. */
export type EmulatorHost = string | undefined;

/** What a generated Google client is told: nothing, so that it finds the service and its credentials itself, or the emulator. */
export function clientOptions(emulatorHost: EmulatorHost): object {
  if (emulatorHost === undefined) return {};
  const { hostname, port } = new URL(`http://${emulatorHost}`);
  return { apiEndpoint: hostname, port: Number(port), sslCreds: grpc.credentials.createInsecure() };
}
