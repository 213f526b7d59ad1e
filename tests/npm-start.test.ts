import { execFile } from 'node:child_process';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runScript, startChild } from './support/child-server.ts';
import {
  type DemoServer,
  pushCandidate,
  readInbox,
  startDemoServer,
  waitFor,
} from './support/demo-server.ts';
import { tempDir } from './support/temp-dir.ts';

const run = promisify(execFile);

describe('npm start', () => {
  test('serves, prints what to paste, and writes demo.json for its owner only', async () => {
    const dir = tempDir();
    const server = await startDemoServer(join(dir.path, 'made', 'anew'));
    try {
      const { demo } = server;
      expect(Object.keys(demo)).toEqual([
        'base_url',
        'ats_id',
        'api_key',
        'incoming_secret',
        'outgoing_secret',
        'inbox_url',
        'portal',
        'staff',
      ]);
      const { portal, staff, ...texts } = demo;
      for (const value of [texts, portal, staff].flatMap((one) => Object.values<string>(one))) {
        expect(server.output()).toContain(value);
      }
      const folder = join(dir.path, 'made', 'anew');
      if (process.platform !== 'win32') {
        expect(statSync(folder).mode & 0o777).toBe(0o700);
        expect(statSync(join(folder, 'demo.json')).mode & 0o777).toBe(0o600);
        expect(statSync(join(folder, 'key.json')).mode & 0o777).toBe(0o600);
      }
      expect(readdirSync(folder).filter((name) => name.includes('demo.json.'))).toEqual([]);
    } finally {
      expect(await server.end('SIGTERM')).toBe(0);
      dir.remove();
    }
  }, 30_000);

  // Where the kill falls between what is written and its next task, `sweep` makes that task, two to three minutes later.
  test('what was accepted before a kill -9 is delivered after it, and the demo keeps its credentials', async () => {
    const dir = tempDir();
    try {
      // Nobody answers as the AI service, so that everything still lies ahead when the process is killed.
      const env = { AI_SERVICE_URL: 'http://127.0.0.1:1', LOG_LEVEL: 'info' };
      const first = await startDemoServer(dir.path, env);
      const pushes = Array.from({ length: 40 }, (_, index) => pushCandidate(first.demo, `c-${index}`));
      const accepted = await Promise.all(pushes);
      await waitFor(
        async () => eventsPutOff(dir.path),
        (count) => count === accepted.length,
      );
      await first.end('SIGKILL');

      const second = await startDemoServer(dir.path);
      try {
        const { base_url: _, inbox_url: __, portal, ...credentials } = second.demo;
        const { email, password } = portal;
        expect(first.demo).toMatchObject({ ...credentials, portal: { email, password } });
        const wanted = new Set(accepted);
        const inbox = await waitFor(
          () => readInbox(second.demo),
          (entries) => delivered(entries).isSupersetOf(wanted),
        );
        expect(inbox.every(({ verified }) => verified)).toBe(true);
      } finally {
        await second.end();
      }
    } finally {
      dir.remove();
    }
  }, 300_000);

  test('CARVOS_LADDER shortens the ladder for real: 500, 503, 302, 404, then 200', async () => {
    const dir = tempDir();
    const server = await startDemoServer(dir.path, { CARVOS_LADDER: '0s,100ms,200ms,300ms,400ms' });
    try {
      const env = { ...process.env, CARVOS_DATA_DIR: dir.path };
      const url = `${server.demo.inbox_url}?answer=500,503,302,404,200`;
      await run(process.execPath, ['scripts/ats.ts', 'set-url', 'demo', url], { env });
      const referenceId = await pushCandidate(server.demo, 'c-1');
      const attempts = await waitFor(
        async () => (await readInbox(server.demo)).filter(isAttempt(referenceId)).reverse(),
        (entries) => entries.length === 5,
      );
      expect(attempts.map(({ answered_status }) => answered_status)).toEqual([500, 503, 302, 404, 200]);
      expect(new Set(attempts.map(({ raw_body }) => raw_body)).size).toBe(1);
      expect(attempts.every(({ verified }) => verified)).toBe(true);
      const times = attempts.map(({ received_at }) => Date.parse(received_at));
      const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      // Never early; how late depends on the machine. (Times of the receipt, to the millisecond.)
      for (const [index, rung] of [100, 200, 300, 400].entries())
        expect(waits[index]).toBeGreaterThanOrEqual(rung - 1);
    } finally {
      await server.end();
      dir.remove();
    }
  }, 60_000);

  test('starts anew with another port, and says what is wrong where it cannot start', async () => {
    const dir = tempDir();
    const server = await startDemoServer(dir.path);
    const { port } = new URL(server.demo.base_url);
    const never = /never/;
    try {
      await expect(
        startChild(['scripts/start.ts'], { env: { PORT: port, CARVOS_DATA_DIR: dir.path }, ready: never }),
      ).rejects.toThrow(`Port ${port} is in use. Choose another one: PORT=8081 npm start`);
      const env = {
        PORT: 'x',
        CARVOS_LADDER: '1s',
        LOG_LEVEL: 'loud',
        K_SERVICE: 'rest',
        AI_SERVICE_URL: 'ftp://x',
      };
      const start = startChild(['scripts/start.ts'], { env, ready: never });
      await expect(start).rejects.toThrow(
        /K_SERVICE is set[\s\S]*LOG_LEVEL must be[\s\S]*CARVOS_LADDER must be[\s\S]*PORT must be[\s\S]*AI_SERVICE_URL must be/,
      );
    } finally {
      await server.end();
    }
    dir.remove();
  }, 30_000);
});

describe('npm start, in one folder', () => {
  let dir: ReturnType<typeof tempDir>;
  let servers: DemoServer[];
  beforeEach(() => {
    dir = tempDir();
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) await server.end('SIGKILL');
    dir.remove();
  });

  async function serve(env: Record<string, string> = {}): Promise<DemoServer> {
    const server = await startDemoServer(dir.path, env);
    servers.push(server);
    return server;
  }

  test('refuses a folder that another one serves, while ats goes on working, and starts once that one is gone', async () => {
    const first = await serve();
    const env = { PORT: '0', CARVOS_DATA_DIR: dir.path };
    const second = await runScript(['scripts/start.ts'], env);
    expect(second).toEqual({
      code: 2,
      stdout: '',
      stderr:
        `CarvOS already serves this folder at ${first.demo.base_url}. ` +
        'Stop it, or choose another folder with CARVOS_DATA_DIR\n',
    });
    const { stdout } = await runScript(['scripts/ats.ts', 'show', 'demo'], env);
    expect(JSON.parse(stdout).webhook_url).toBe(first.demo.inbox_url);
    await first.end('SIGKILL');

    const third = await serve();
    expect(third.demo.api_key).toBe(first.demo.api_key);
    expect(await third.end('SIGINT')).toBe(0);
  }, 30_000);

  const onPosix = process.platform === 'win32' ? test.skip : test;
  const everyFile = () =>
    readdirSync(dir.path).map((name) => [name, statSync(join(dir.path, name)).mode & 0o777]);

  onPosix(
    'keeps its files for their owner, also in a folder that is open to others',
    async () => {
      chmodSync(dir.path, 0o755);
      const { demo } = await serve();
      await pushCandidate(demo, 'c-1');
      const modes = everyFile();
      expect(modes).toContainEqual(['inbox.db', 0o600]);
      expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([]);
    },
    30_000,
  );

  onPosix(
    'a Ctrl+C that npm passes on a second time does not cut short what it is doing',
    async () => {
      const server = await serve({ CARVOS_AI_STAND_IN: 'async', LOG_LEVEL: 'info' });
      await pushCandidate(server.demo, 'c-1');
      const printed = (text: string) =>
        waitFor(
          async () => server.output(),
          (output) => output.includes(text),
        );
      await printed('"answer":"accepted"');
      const ended = server.end('SIGINT');
      await printed('Stopping');
      expect(await Promise.all([ended, server.end('SIGINT')])).toEqual([0, 0]);
      expect(server.output()).toContain('event.result_received');
    },
    30_000,
  );
});

/** The events whose second call of the AI service is queued. */
function eventsPutOff(dataDir: string): number {
  const db = new DatabaseSync(join(dataDir, 'carvos.db'), { readOnly: true, timeout: 5000 });
  try {
    const select = db.prepare(
      `SELECT count(DISTINCT body ->> 'referenceId') AS count FROM tasks
       WHERE body ->> 'kind' = 'process' AND body ->> 'n' > 0`,
    );
    return Number(select.get()?.count);
  } finally {
    db.close();
  }
}

function isAttempt(referenceId: string) {
  return (entry: { reference_id: string; event: string }) =>
    entry.reference_id === referenceId && entry.event === 'candidate.created';
}

function delivered(entries: { event: string; reference_id: string }[]): Set<string> {
  return new Set(
    entries.filter(({ event }) => event === 'candidate.created').map(({ reference_id }) => reference_id),
  );
}
