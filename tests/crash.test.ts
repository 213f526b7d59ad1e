import { describe, expect, test } from '@jest/globals';
import { runCrashTest } from '../scripts/crash-test/run-crash-test.ts';
import { runScript } from './support/child-server.ts';

describe('npm run test:crash', () => {
  test('nothing that was answered 202 is lost by a kill -9, and no rung is skipped, early or repeated without need', async () => {
    const { checks, figures, lost } = await runCrashTest({
      kills: 4,
      seed: String(Date.now()),
      connections: 3,
      sweepsAhead: true,
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    expect(checks.flatMap(({ problems }) => problems)).toEqual([]);
    expect(lost).toEqual([]);
    // It has had something to check.
    expect(figures.kills).toBe(4);
    expect(figures.eventsAccepted).toBeGreaterThan(0);
    expect(figures.webhooksDelivered).toBeGreaterThan(figures.eventsAccepted);
  }, 400_000);

  test.each([
    [['--kills', '0'], /'--kills <n>' argument '0' is invalid. It is a number from 1 to 10000/],
    [['--kills', 'many'], /argument 'many' is invalid/],
    [['--connections', '1.5'], /argument '1.5' is invalid. It is a number from 1 to 100/],
    [['--json', '/no/such/folder/x.json'], /There is no folder \/no\/such\/folder/],
    [['--json', '.'], /It is a folder/],
    [['--seed'], /'--seed <text>' argument missing/],
    [['--kill', '3'], /unknown option '--kill'/],
    [['3'], /too many arguments/],
  ])(
    'says what is wrong with %j, with exit code 2',
    async (args, problem) => {
      const { code, stdout, stderr } = await runScript(['scripts/crash-test.ts', ...args], {});
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(problem);
    },
    30_000,
  );

  test('--help says what it does and what its exit codes mean', async () => {
    const { code, stdout } = await runScript(['scripts/crash-test.ts', '--help'], {});
    expect(code).toBe(0);
    expect(stdout).toMatch(/--kills <n>[\s\S]*--seed <text>[\s\S]*--json <file>/);
    expect(stdout).toMatch(/Exit codes/);
  }, 30_000);
});
