import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { loadProto } from '../load-proto.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudTasksService } from './cloud-tasks-service.ts';
import type { Outage } from './outage.ts';

const PROTO = {
  packageName: '@google-cloud/tasks',
  file: 'google/cloud/tasks/v2/cloudtasks.proto',
  service: 'google.cloud.tasks.v2.CloudTasks',
};

export interface GrpcServer {
  /** `127.0.0.1:port` */
  address: string;
  /** Breaks off the calls under way. */
  close(): void;
}

/** Serves over gRPC without TLS, on 127.0.0.1 only; port 0 takes a free one. Rejects when the port may not be used. */
export async function serveGrpc(
  service: CloudTasksService,
  outage: Outage,
  port: number,
): Promise<GrpcServer> {
  const server = new Server();
  const methods = Object.entries(service) as [string, Method][];
  const handlers = methods.map(([name, method]) => [name, handle(method, outage)] as const);
  server.addService(loadProto(PROTO), Object.fromEntries(handlers));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
    if (error) reject(error);
    else resolve(bound);
  });
  const bound = await promise;
  return { address: `127.0.0.1:${bound}`, close: () => server.forceShutdown() };
}

type Method = (request: object) => object;

function handle(method: Method, outage: Outage) {
  return ({ request }: ServerUnaryCall<object, object>, answer: sendUnaryData<object>): void => {
    const fate = outage.nextFate();
    if (fate === 'silence') return;
    try {
      if (fate === 'refuse') throw new ServiceError('UNAVAILABLE', 'The service is suspended');
      const response = method(request);
      if (fate === 'lose_answer') throw new ServiceError('UNAVAILABLE', 'The answer was lost');
      answer(null, response);
    } catch (error) {
      const code = error instanceof ServiceError ? status[error.code] : status.INTERNAL;
      answer({ code, details: (error as Error).message });
    }
  };
}
