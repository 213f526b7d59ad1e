import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runScript } from '../../../tests/support/child-server.ts';
import { tempDir } from '../../../tests/support/temp-dir.ts';
import { takePorts } from './take-ports.ts';

describe('npm run emulators', () => {
  const dir = tempDir();
  afterAll(dir.remove);

  test('says all that is missing at once, with the commands that get it, and exits with 2', async () => {
    const env = {
      HOME: dir.path,
      PATH: dir.path,
      FIRESTORE_EMULATOR_JAR: '/nowhere.jar',
      CARVOS_DATA_DIR: dir.path,
    };
    const { code, stdout, stderr } = await runScript(['scripts/emulators.ts'], env);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('npm install --no-save');
    expect(stderr).toContain('FIRESTORE_EMULATOR_JAR names /nowhere.jar, which is not there.');
    expect(stderr).not.toContain('    at ');
  });

  test('names a wrong setting before it starts anything, and exits with 2', async () => {
    const env = { CARVOS_LADDER: 'soon', CARVOS_DATA_DIR: dir.path };
    const { code, stderr } = await runScript(['scripts/emulators.ts'], env);

    expect([code, stderr]).toEqual([2, expect.stringContaining('CARVOS_LADDER must be')]);
  });

  describe('where the port is taken', () => {
    const other = createServer();
    let port: number;
    beforeAll(async () => {
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      port = (other.address() as AddressInfo).port;
    });
    afterAll(() => void other.close());

    test('says so, and does not move on to another', async () => {
      await expect(takePorts(port)).rejects.toThrow(
        `Port ${port} is in use. Choose another one: PORT=${port + 1} npm run emulators`,
      );
    });
  });

  test('takes a port of its own for each emulator', async () => {
    const ports = Object.values(await takePorts(0));
    expect(new Set(ports).size).toBe(7);
    expect(ports.every((port) => port > 0)).toBe(true);
  });
});
