import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runScript } from './support/child-server.ts';
import { type DemoServer, pushCandidate, startDemoServer } from './support/demo-server.ts';
import { tempDir } from './support/temp-dir.ts';

/** A small disk can be made by root only. */
const onSmallDisk = process.getuid?.() === 0 ? test : notRun;

function notRun(name: string, run: () => Promise<void>, _timeout?: number): void {
  test.skip(`${name} (not run: only root can mount a small disk)`, run);
}

describe('a disk without room', () => {
  let dir: ReturnType<typeof tempDir>;
  let mounted: boolean;
  let server: DemoServer | undefined;
  beforeEach(() => {
    dir = tempDir();
    mounted = false;
    server = undefined;
  });
  afterEach(async () => {
    await server?.end();
    if (mounted) execFileSync('umount', [dir.path]);
    dir.remove();
  });

  function mountDisk(size: string): void {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'carvos-small-disk', dir.path]);
    mounted = true;
  }

  /** Takes all the room there is. */
  function fill(): () => void {
    const file = join(dir.path, 'filler');
    const chunk = Buffer.alloc(4096);
    try {
      for (;;) appendFileSync(file, chunk);
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
    return () => rmSync(file);
  }

  onSmallDisk('is told as the server is started, with what to do', async () => {
    mountDisk('64k');
    fill();

    const { code, stdout, stderr } = await runScript(['scripts/start.ts'], {
      CARVOS_DATA_DIR: dir.path,
      PORT: '0',
    });

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^There is no room left on the disk for .*\. Make room, or choose another folder with CARVOS_DATA_DIR\n$/,
    );
  });

  onSmallDisk(
    'is a 503 while it lasts: what was accepted stays, and it goes on where there is room again',
    async () => {
      mountDisk('48m');
      server = await startDemoServer(dir.path);
      const { demo } = server;
      const push = async (candidate_id: string) => {
        const response = await fetch(`${demo.base_url}/v1/candidates`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-api-key': demo.api_key,
            'x-ats-client-id': 'acme',
            'x-ats-user-id': 'u',
          },
          body: JSON.stringify({
            candidate_id,
            first_name: 'Ada',
            last_name: 'Lovelace',
            about: 'x'.repeat(100_000),
          }),
        });
        return { status: response.status, json: await response.json() };
      };
      expect((await push('before')).status).toBe(202);
      const makeRoom = fill();

      const refused = await pushUntilRefused(push);

      expect(refused).toEqual({ status: 503, json: { detail: expect.stringContaining('Try again') } });
      makeRoom();
      await pushCandidate(demo, 'after');
      const read = (id: string) =>
        fetch(`${demo.base_url}/v1/candidates/${id}`, {
          headers: { 'x-api-key': demo.api_key, 'x-ats-client-id': 'acme', 'x-ats-user-id': 'u' },
        });
      expect((await read('before')).status).toBe(200);
    },
    60_000,
  );
});

/** The log of the database may have room of its own left when the disk has none. */
async function pushUntilRefused<T extends { status: number }>(push: (id: string) => Promise<T>): Promise<T> {
  for (let n = 0; n < 500; n += 1) {
    const answer = await push(`c-${n}`);
    if (answer.status !== 202) return answer;
  }
  throw new Error('nothing was refused');
}
