import { expect, test } from '@jest/globals';
import { runScript } from '../tests/support/child-server.ts';

test.each([
  [['--rounds', '0'], '--rounds must be a whole number from 1 on'],
  [['--only', 'nonsense'], '--only knows rest, webhooks'],
  [['--bare', 'main.ts'], '--bare knows index.js, index.cjs, not "main.ts"'],
  [['--nonsense'], "Unknown option '--nonsense'"],
])('npm run bench:cold refuses %j with help and exit code 2', async (args, message) => {
  const { code, stdout, stderr } = await runScript(['scripts/bench-cold.ts', ...args], {});
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).toContain('--help');
});
