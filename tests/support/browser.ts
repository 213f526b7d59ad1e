import { existsSync } from 'node:fs';
import { test } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const found = PLACES.find((place) => place !== undefined && existsSync(place));

/** `test` where a Chromium is found, or where everything is demanded (`CI`); elsewhere a skipped test that says why. */
export const browserTest: (name: string, run: () => Promise<void>, timeout?: number) => void =
  found !== undefined || process.env.CI
    ? test
    : (name, run) => test.skip(`${name} (not run: there is no Chromium; CHROMIUM_PATH may name one)`, run);

/** A headless Chromium that talks to nobody but us. */
export async function startBrowser(): Promise<Browser> {
  if (found === undefined) throw new Error('There is no Chromium. Install it, or name it in CHROMIUM_PATH');
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ];
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: found,
    args: [...sandbox, '--disable-gpu', '--no-first-run', ...quiet],
  });
}
