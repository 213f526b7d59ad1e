import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadPackageDefinition, type ServiceClientConstructor, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

export interface ProtoSource {
  /** The npm package that carries the `.proto`s, such as `@google-cloud/tasks`. */
  packageName: string;
  /** Below its `build/protos`, such as `google/cloud/tasks/v2/cloudtasks.proto`. */
  file: string;
  /** The whole name of the service, such as `google.cloud.tasks.v2.CloudTasks`. */
  service: string;
}

/**
 * The definition of a gRPC service as Google's own client ships it, for `server.addService(definition, handlers)`. Handlers see
 * names in lowerCamelCase, enums as their names, 64-bit numbers as decimal strings, bytes as Buffers and times as
 * `{ seconds, nanos }`; a field that was not sent has its default value, an optional or a message field is absent or null.
 * Throws when the package, the file or the service is not there.
 */
export function loadProto({ packageName, file, service }: ProtoSource): ServiceDefinition {
  const definition = loadSync(file, {
    includeDirs: [protosOf(packageName), protosOf('google-gax')],
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const found = service
    .split('.')
    .reduce<unknown>((scope, name) => Object(scope)[name], loadPackageDefinition(definition));
  if (typeof found !== 'function') throw new Error(`${file} of ${packageName} has no service ${service}`);
  return (found as ServiceClientConstructor).service;
}

const require = createRequire(import.meta.url);

/** Below `build`, where a client's entry point lies as well; the common ones that they import ship with google-gax. */
function protosOf(packageName: string): string {
  const [root = ''] = require.resolve(packageName).split(/(?<=[\\/]build)[\\/]/);
  return join(root, 'protos');
}
