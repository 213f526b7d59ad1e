import { GoogleAuth, PassThroughClient } from 'google-auth-library';
import { type ClientOptions, grpc } from 'google-gax';

/** Where a Google service is served instead of at Google's: `host:port`, without TLS, as emulators are. */
export type EmulatorHost = string | undefined;

/** Without it a client may wait for two minutes to connect again after an outage that is long over. */
const RECONNECTING = { 'grpc.max_reconnect_backoff_ms': 5000 };

/** What a generated Google client is told; without an emulator it finds the service and its credentials itself. */
export function clientOptions(emulatorHost: EmulatorHost): ClientOptions {
  if (emulatorHost === undefined) return RECONNECTING;
  const { hostname, port } = new URL(`http://${emulatorHost}`);
  return {
    ...RECONNECTING,
    apiEndpoint: hostname,
    port: Number(port),
    sslCreds: grpc.credentials.createInsecure(),
    // Otherwise the client looks for Google's metadata server, which an emulator's machine need not have.
    auth: new GoogleAuth({ authClient: new PassThroughClient() }),
  };
}
