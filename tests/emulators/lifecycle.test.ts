import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isFree } from '../../scripts/free-port.ts';
import { pushCandidate, readInbox, waitFor } from '../support/demo-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { descendantsOf, type Process, stillRunning } from './support/processes.ts';
import { type RunningSuite, runSuite } from './support/run-suite.ts';

describe('npm run emulators', () => {
  let dir: ReturnType<typeof tempDir>;
  let temporary: string;
  beforeEach(() => {
    dir = tempDir();
    temporary = join(dir.path, 'tmp');
    mkdirSync(temporary);
  });
  afterEach(() => dir.remove());

  const run = (env: Record<string, string> = {}) => runSuite(dir.path, { TMPDIR: temporary, ...env });

  /** Every port that the suite says it listens on. */
  function portsOf({ demo, dataDir }: RunningSuite): number[] {
    const said = `${JSON.stringify(demo)} ${readFileSync(join(dataDir, 'emulators.env'), 'utf8')}`;
    return [...new Set([...said.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port)))];
  }

  async function expectNothingLeft(ports: number[], processes: Process[]): Promise<void> {
    expect(ports.length).toBeGreaterThanOrEqual(6);
    const taken = await Promise.all(ports.map(async (port) => !(await isFree(port))));
    expect(ports.filter((_, index) => taken[index])).toEqual([]);
    await waitFor(
      async () => stillRunning(processes),
      (left) => left.length === 0,
    );
    expect(readdirSync(temporary)).toEqual([]);
  }

  test('ends by Ctrl+C with 0 and leaves nothing behind, after AI has sent its results through Hosting', async () => {
    mkdirSync(join(dir.path, '.carvos'));
    const before = '{"base_url": "http://127.0.0.1:9", "api_key": "carv_of_npm_start"}';
    writeFileSync(join(dir.path, '.carvos', 'demo.json'), before);
    const suite = await run({ CARVOS_AI_STAND_IN: 'async' });
    const referenceId = await pushCandidate(suite.demo, 'c-1');
    const told = await waitFor(
      async () =>
        (await readInbox(suite.demo)).filter(
          ({ reference_id, event }) => reference_id === referenceId && event === 'candidate.created',
        ),
      (entries) => entries.length > 0,
    );
    expect(told.map(({ verified }) => verified)).toEqual([true]);
    const ports = portsOf(suite);
    const processes = descendantsOf(suite.pid);

    // It comes twice: the terminal sends it to all, and npm passes it on.
    const ended = suite.end('SIGINT');
    process.kill(suite.pid, 'SIGINT');

    expect([await ended, suite.output()]).toEqual([0, expect.stringContaining('Stopping')]);
    await expectNothingLeft(ports, processes);
    expect(readdirSync(suite.dataDir)).toEqual(['demo.json']);
    expect(readFileSync(join(suite.dataDir, 'demo.json'), 'utf8')).toBe(before);
  });

  test('ends as a whole, with 1 and a word why, when firebase-tools has ended', async () => {
    const suite = await run();
    const ports = portsOf(suite);
    const processes = descendantsOf(suite.pid);
    const firebase = processes.find(({ command }) => command.includes('emulators:start'));
    if (firebase === undefined) throw new Error('firebase-tools is not there');

    process.kill(firebase.pid, 'SIGKILL');

    expect([await suite.ended, suite.output()]).toEqual([
      1,
      expect.stringContaining('firebase-tools has ended'),
    ]);
    await expectNothingLeft(ports, processes);
  });
});
