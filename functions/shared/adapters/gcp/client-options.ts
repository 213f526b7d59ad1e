import { GoogleAuth, PassThroughClient } from 'google-auth-library';
import { type ClientOptions, grpc } from 'google-gax';

/** Where a Google service is served instead of at Google's: `host:port`, without TLS, as emulators are. */
export type EmulatorHost = string | undefined;

/** What a generated Google client is told: nothing, so that it finds the service and its credentials itself, or the emulator. */
export function clientOptions(emulatorHost: EmulatorHost): ClientOptions {
  if (emulatorHost === undefined) return {};
  const { hostname, port } = new URL(`http://${emulatorHost}`);
  return {
    apiEndpoint: hostname,
    port: Number(port),
    sslCreds: grpc.credentials.createInsecure(),
    // Otherwise the client looks for Google's metadata server, which an emulator's machine need not have.
    auth: new GoogleAuth({ authClient: new PassThroughClient() }),
  };
}
