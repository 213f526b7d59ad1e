import { describe, expect, test } from '@jest/globals';
import { loadProto } from './load-proto.ts';

describe('the definition of a service that a client package ships', () => {
  const secretManager = {
    packageName: '@google-cloud/secret-manager',
    file: 'google/cloud/secretmanager/v1/service.proto',
    service: 'google.cloud.secretmanager.v1.SecretManagerService',
  };

  test.each([
    [secretManager, 'AccessSecretVersion'],
    [
      {
        packageName: '@google-cloud/tasks',
        file: 'google/cloud/tasks/v2/cloudtasks.proto',
        service: 'google.cloud.tasks.v2.CloudTasks',
      },
      'CreateTask',
    ],
  ])('is found: $service', (source, method) => {
    expect(loadProto(source)[method]?.path).toBe(`/${source.service}/${method}`);
  });

  test('carries bytes, 64-bit numbers and what was not sent', () => {
    const method = loadProto(secretManager).AddSecretVersion;
    const request = { parent: 'projects/p/secrets/s', payload: { data: Buffer.of(0, 255) } };

    const bytes = method?.requestSerialize({ ...request, payload: { ...request.payload, dataCrc32c: '7' } });
    expect(method?.requestDeserialize(bytes ?? Buffer.of())).toMatchObject({
      parent: 'projects/p/secrets/s',
      payload: { data: Buffer.of(0, 255), dataCrc32c: '7' },
    });
    const without = method?.requestSerialize(request) ?? Buffer.of();
    expect(method?.requestDeserialize(without)).not.toHaveProperty('payload.dataCrc32c');
  });

  test('that is not there is an error which names it', () => {
    const service = 'google.cloud.secretmanager.v1.NoSuchService';

    expect(() => loadProto({ ...secretManager, service })).toThrow(`has no service ${service}`);
    expect(() => loadProto({ ...secretManager, file: 'no-such.proto' })).toThrow('no-such.proto');
    expect(() => loadProto({ ...secretManager, packageName: 'no-such-package' })).toThrow('no-such-package');
  });
});
