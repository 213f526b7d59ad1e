import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { clientOptions } from '../../../functions/shared/adapters/gcp/client-options.ts';
import { TestClock } from '../../../tests/support/test-clock.ts';
import { type SecretManagerEmulator, startSecretManagerEmulator } from './start-secret-manager-emulator.ts';

const PROJECT = 'projects/demo-carvos';
const NAME = `${PROJECT}/secrets/one`;
const AUTOMATIC = { replication: { automatic: {} } };
/** Turns the client's own retries off, for a refusal to be seen as it comes. */
const ONCE = { retry: { retryCodes: [] } };

describe('the Secret Manager emulator, asked by the real client', () => {
  const clock = new TestClock();
  let emulator: SecretManagerEmulator;
  let client: SecretManagerServiceClient;
  beforeEach(async () => {
    emulator = await startSecretManagerEmulator({ clock });
    client = new SecretManagerServiceClient(clientOptions(emulator.address));
    await client.createSecret({ parent: PROJECT, secretId: 'one', secret: AUTOMATIC });
  });
  afterEach(async () => {
    await client.close();
    emulator.stop();
  });

  const add = (text: string, dataCrc32c?: string) =>
    client.addSecretVersion({
      parent: NAME,
      payload: { data: Buffer.from(text), dataCrc32c: dataCrc32c ?? null },
    });
  const access = async (version: string) => {
    const [response] = await client.accessSecretVersion({ name: `${NAME}/versions/${version}` }, ONCE);
    return response;
  };
  const lastPart = ({ name }: { name?: string | null }) => name?.split('/').at(-1);
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'nothing',
      (error: { code: number; details: string }) => `${status[error.code]}: ${error.details}`,
    );

  test('counts versions from 1 and gives each its own payload, with its CRC-32C', async () => {
    await add('first');
    await add('123456789');

    expect((await access('1')).payload?.data).toEqual(Buffer.from('first'));
    expect((await access('2')).payload).toEqual({
      data: Buffer.from('123456789'),
      dataCrc32c: String(0xe3069283),
      _dataCrc32c: 'dataCrc32c',
    });
    expect((await access('latest')).name).toMatch(/\/versions\/2$/);
  });

  test('names projects by number in answers, and takes both number and id in requests', async () => {
    await add('x');

    const { name = '' } = await access('1');

    expect(name).toMatch(/^projects\/\d+\/secrets\/one\/versions\/1$/);
    expect((await client.accessSecretVersion({ name }))[0].name).toBe(name);
  });

  test('takes the newest version for the latest, also where it may not be accessed', async () => {
    await add('first');
    await add('second');
    await client.disableSecretVersion({ name: `${NAME}/versions/2` });

    expect(await refusal(access('latest'))).toMatch(
      /^FAILED_PRECONDITION: Secret Version \[projects\/\d+\/secrets\/one\/versions\/2\] is in DISABLED state\.$/,
    );
    expect((await access('1')).payload?.data).toEqual(Buffer.from('first'));
    const [latest] = await client.getSecretVersion({ name: `${NAME}/versions/latest` });
    expect(latest.state).toBe('DISABLED');
    await client.enableSecretVersion({ name: `${NAME}/versions/2` });
    expect((await access('latest')).payload?.data).toEqual(Buffer.from('second'));
  });

  test('destroys a version for good', async () => {
    await add('first');
    clock.advance(1500);
    const [destroyed] = await client.destroySecretVersion({ name: `${NAME}/versions/1` });

    expect(destroyed).toMatchObject({ state: 'DESTROYED', destroyTime: { nanos: 500_000_000 } });
    expect(await refusal(access('1'))).toContain('FAILED_PRECONDITION: Secret Version');
    expect(await refusal(client.enableSecretVersion({ name: `${NAME}/versions/1` }))).toContain(
      'is in DESTROYED state.',
    );
    expect((await add('second'))[0].name).toMatch(/\/versions\/2$/);
  });

  test('lists what there is, newest first and page by page', async () => {
    for (const text of ['1', '2', '3']) await add(text);
    await client.createSecret({ parent: PROJECT, secretId: 'two', secret: AUTOMATIC });
    await client.createSecret({ parent: 'projects/other', secretId: 'three', secret: AUTOMATIC });

    const request = { parent: NAME, pageSize: 2 };
    const [first, next, { totalSize }] = await client.listSecretVersions(request, { autoPaginate: false });
    const [second] = await client.listSecretVersions(next ?? {}, { autoPaginate: false });
    expect([first, second].map((page) => page.map(lastPart))).toEqual([['3', '2'], ['1']]);
    expect(totalSize).toBe(3);
    const [secrets] = await client.listSecrets({ parent: PROJECT });
    expect(secrets.map(lastPart)).toEqual(['two', 'one']);
  });

  test('refuses as the real service does', async () => {
    await add('x');
    const create = (secretId: string, secret = AUTOMATIC) =>
      client.createSecret({ parent: PROJECT, secretId, secret });

    expect(await refusal(create('one'))).toMatch(
      /^ALREADY_EXISTS: Secret \[.*\/secrets\/one\] already exists\.$/,
    );
    expect(await refusal(create('a b'))).toContain('INVALID_ARGUMENT');
    expect(await refusal(create('two', {} as typeof AUTOMATIC))).toContain('INVALID_ARGUMENT');
    expect(await refusal(client.getSecret({ name: `${PROJECT}/secrets/two` }))).toMatch(
      /^NOT_FOUND: Secret \[.*\/secrets\/two\] not found\.$/,
    );
    expect(await refusal(access('2'))).toMatch(/^NOT_FOUND: Secret Version \[.*\/versions\/2\] not found\.$/);
    expect(await refusal(access('0'))).toContain('INVALID_ARGUMENT');
    expect(await refusal(client.disableSecretVersion({ name: `${NAME}/versions/latest` }))).toContain(
      'INVALID_ARGUMENT',
    );
    expect(await refusal(add(''))).toContain('INVALID_ARGUMENT');
    expect(await refusal(add('x'.repeat(64 * 1024 + 1)))).toContain('INVALID_ARGUMENT');
    expect(await refusal(add('123456789', '1'))).toContain('INVALID_ARGUMENT');
    expect(await refusal(client.rotateSecret({ parent: NAME }))).toContain('UNIMPLEMENTED');
    expect(await refusal(client.listSecrets({ parent: PROJECT, filter: 'name:x' }))).toContain(
      'UNIMPLEMENTED',
    );
  });

  test('takes a payload of 64 KiB, and says when a checksum came with one', async () => {
    expect((await add('x'.repeat(64 * 1024)))[0].clientSpecifiedPayloadChecksum).toBe(false);
    expect((await add('123456789', String(0xe3069283)))[0].clientSpecifiedPayloadChecksum).toBe(true);
  });

  test('has nothing of a secret that was deleted, also after one of its name is made', async () => {
    await add('x');
    await client.deleteSecret({ name: NAME });
    await client.createSecret({ parent: PROJECT, secretId: 'one', secret: AUTOMATIC });

    expect(await refusal(access('latest'))).toMatch(
      /^NOT_FOUND: Secret \[.*\] not found or has no versions\.$/,
    );
  });

  test('can refuse access, be away and come back, and counts all calls for it', async () => {
    await add('x');
    emulator.suspend();
    expect(await refusal(access('1'))).toContain('UNAVAILABLE');
    emulator.suspend('silent');
    const call = client.accessSecretVersion({ name: `${NAME}/versions/1` }, { ...ONCE, timeout: 50 });
    expect(await refusal(call)).toContain('DEADLINE_EXCEEDED');
    emulator.resume();
    emulator.deny(NAME);
    expect(await refusal(access('latest'))).toContain('PERMISSION_DENIED');

    expect(emulator.accesses().map((name) => name.split('/').at(-1))).toEqual(['1', '1', 'latest']);
  });

  test('says so when its port is taken', async () => {
    const complaint = jest.spyOn(console, 'error').mockReturnValue();
    const port = Number(emulator.address.split(':')[1]);

    await expect(startSecretManagerEmulator({ port })).rejects.toThrow(/EADDRINUSE|bind/);
    complaint.mockRestore();
  });
});
