import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../functions/shared/adapters/system/system-clock.ts';
import {
  type EmulatedPlatform,
  openEmulatedPlatform,
} from '../../scripts/emulators/open-emulated-platform.ts';
import { type Gateway, startGateway } from '../../scripts/local/start-gateway.ts';
import { runScript } from '../support/child-server.ts';
import { pushCandidate } from '../support/demo-server.ts';
import { tempDir } from '../support/temp-dir.ts';

describe("npm run ats on Google Cloud's platform", () => {
  const dir = tempDir();
  let gateway: Gateway<EmulatedPlatform>;
  let env: Record<string, string>;
  beforeAll(async () => {
    gateway = await startGateway({
      port: 0,
      dataDir: dir.path,
      inboxInMemory: true,
      aiStandInMode: 'sync',
      async openPlatform(baseUrl) {
        const firestoreEmulator = process.env.FIRESTORE_EMULATOR_HOST ?? '';
        const config = { logLevel: 'silent' } as const;
        const platform = await openEmulatedPlatform({
          baseUrl,
          clock: systemClock,
          firestoreEmulator,
          config,
        });
        env = platform.env;
        return platform;
      },
    });
  });
  afterAll(async () => {
    await gateway.stop();
    dir.remove();
  });

  const ats = (...args: string[]) => runScript(['scripts/ats.ts', ...args], env);

  test('an ATS made by it pushes at once, and its delivery and its timeline are shown', async () => {
    const created = await ats('create', 'acme-ats', '--name', 'Acme');
    expect([created.code, created.stderr]).toEqual([0, '']);
    const { api_key } = JSON.parse(created.stdout);
    const referenceId = await pushCandidate({ ...gateway.demo, api_key }, 'c-1');
    await gateway.runDueTasks();

    expect(JSON.parse((await ats('list')).stdout).map((one: { ats_id: string }) => one.ats_id)).toEqual([
      'acme-ats',
      'demo',
    ]);
    const deliveries = JSON.parse(
      (await ats('deliveries', 'acme-ats', '--event', 'candidate.created')).stdout,
    );
    expect(deliveries).toMatchObject([{ reference_id: referenceId, state: 'pending' }]);
    const timeline = await ats('event', String(referenceId));
    expect([timeline.code, timeline.stdout]).toEqual([0, expect.stringContaining('candidate.created')]);
  }, 60_000);

  test('what is wrong with its configuration is told, all at once, with the exit code for it', async () => {
    const { GOOGLE_CLOUD_PROJECT: _, ...incomplete } = env;
    const refused = await runScript(['scripts/ats.ts', 'list'], { ...incomplete, CARVOS_LOCATION: 'a/b' });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/GOOGLE_CLOUD_PROJECT must be set[\s\S]*CARVOS_LOCATION must be/);
  }, 30_000);

  test('a backend that is not there is told in words that say what to check', async () => {
    const refused = await runScript(['scripts/ats.ts', 'list'], {
      ...env,
      FIRESTORE_EMULATOR_HOST: '127.0.0.1:1',
    });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /^Google Cloud refused or did not answer: 14 UNAVAILABLE[^\n]*\nCheck GOOGLE_CLOUD_PROJECT/,
    );
    expect(refused.stderr).not.toContain('    at ');
  }, 30_000);
});
