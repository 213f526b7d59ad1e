import type { SharedSuite } from './start-suite.ts';

/** Lines that no run may have: what they tell of would otherwise be repaired so well that no test noticed. */
const NEVER = /sweep\.(?:refused|failed)|task\.(?:not_created|unreadable)|"request\.failed"/;

// biome-ignore lint/style/noDefaultExport: this is what Jest loads.
export default async function stopSuite(): Promise<void> {
  const { sharedSuite } = globalThis as { sharedSuite?: SharedSuite };
  if (sharedSuite === undefined) return;
  const { suite, removeFolder } = sharedSuite;
  const code = await suite.end('SIGTERM');
  removeFolder();
  if (code !== 0) throw new Error(`npm run emulators ended with ${code}:\n${suite.output()}`);
  const line = suite
    .output()
    .split('\n')
    .find((text) => NEVER.test(text));
  if (line) throw new Error(`The suite has logged what it should not have: ${line}`);
}
