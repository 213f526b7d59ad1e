import {
  type ServiceError as GrpcError,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { systemClock } from '../../../functions/shared/adapters/system/system-clock.ts';
import type { Clock } from '../../../functions/shared/ports/clock.ts';
import { loadProto } from '../load-proto.ts';
import { ServiceError } from '../service-error.ts';
import {
  createSecretManagerService,
  type SecretManagerControls,
  type SecretManagerService,
} from './create-secret-manager-service.ts';

export interface SecretManagerEmulatorOptions {
  /** A free one if not said. */
  port?: number;
  clock?: Clock;
}

export interface SecretManagerEmulator extends SecretManagerControls {
  /** `127.0.0.1:<port>`, without TLS. */
  address: string;
  /** Ends the server at once, calls under way included; what it held is gone. */
  stop(): void;
}

/**
 * Secret Manager v1 over gRPC, on 127.0.0.1 and in memory: secrets and versions, their states and the refusals of the real service.
 * It knows no IAM policies, filters, aliases other than `latest`, etags, expiry, rotation or regional secrets. Rejects when the port
 * is taken.
 */
export async function startSecretManagerEmulator(
  options: SecretManagerEmulatorOptions = {},
): Promise<SecretManagerEmulator> {
  const { port = 0, clock = systemClock } = options;
  const service = createSecretManagerService({ clock });
  const server = new Server();
  const definition = loadProto({
    packageName: '@google-cloud/secret-manager',
    file: 'google/cloud/secretmanager/v1/service.proto',
    service: 'google.cloud.secretmanager.v1.SecretManagerService',
  });
  server.addService(definition, grpcHandlers(service));
  const bound = await listen(server, port);
  return { ...service, address: `127.0.0.1:${bound}`, stop: () => server.forceShutdown() };
}

function grpcHandlers({ methods, call }: SecretManagerService): UntypedServiceImplementation {
  const handler =
    (name: string): handleUnaryCall<object, object> =>
    ({ request }, answer) =>
      void call(name, request).then(
        (response) => answer(null, response),
        (error) => answer(toGrpcError(error)),
      );
  return Object.fromEntries(methods.map((name) => [name, handler(name)]));
}

function toGrpcError(error: Error): Partial<GrpcError> {
  const code = error instanceof ServiceError ? status[error.code] : status.INTERNAL;
  return { code, details: error.message };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
}
