import { existsSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from '@jest/globals';
import { loadLocalConfig } from '../functions/shared/config.ts';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { createLocalRuntime } from '../functions/shared/runtime/local-runtime.ts';
import { freePort } from '../scripts/free-port.ts';
import { type ChildServer, startChild } from './support/child-server.ts';
import { describeRequestReading } from './support/describe-request-reading.ts';
import { tempDir } from './support/temp-dir.ts';

const children: ChildServer[] = [];
const peaks: number[] = [];

async function startFunction(target: string, dataDir: string): Promise<string> {
  const port = await freePort();
  const child = await startChild(
    [
      '--import',
      './tests/support/loopback-only.ts',
      'node_modules/@google-cloud/functions-framework/build/src/main.js',
    ],
    {
      env: { FUNCTION_TARGET: target, CARVOS_DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn' },
      ready: /URL: http/,
    },
  );
  children.push(child);
  return `http://127.0.0.1:${port}`;
}

/** The most memory a process ever held, in MiB, as the kernel counts it. */
function peakMemory({ pid }: ChildServer): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+([0-9]+) kB/.exec(status)?.[1]) / 1024;
}

describeRequestReading('the functions-framework command line', async () => {
  const dir = tempDir();
  const runtime = createLocalRuntime(loadLocalConfig({ CARVOS_DATA_DIR: dir.path, LOG_LEVEL: 'silent' }));
  const atsId = 'framework';
  const ats = await createAts(runtime, { atsId, name: 'Framework', webhookUrl: null });
  await runtime.close();
  const restUrl = await startFunction('rest', dir.path);
  const webhooksUrl = await startFunction('webhooks', dir.path);
  return {
    restUrl,
    webhooksUrl,
    atsId,
    apiKey: ats.apiKey,
    incomingSecret: ats.incomingSecret,
    now: () => Date.now(),
    async stop() {
      if (existsSync('/proc/self/status')) peaks.push(...children.map(peakMemory));
      await Promise.all(children.map((child) => child.end()));
      dir.remove();
    },
  };
});

// A bomb of 400 MB that was inflated, or one body of 10,000 pieces that was kept, would show at once.
afterAll(() => {
  for (const peak of peaks) expect(peak).toBeLessThan(250);
});

test('a target that is not a function is refused with the list of those that are', async () => {
  const env = { FUNCTION_TARGET: 'nonsense', PORT: '0' };
  const main = 'node_modules/@google-cloud/functions-framework/build/src/main.js';
  await expect(
    startChild(['--import', './tests/support/loopback-only.ts', main], { env, ready: /never/ }),
  ).rejects.toThrow(
    /FUNCTION_TARGET must be one of rest, webhooks, process, results, deliver, sandbox, portal-api, sweep, not nonsense/,
  );
});
