import { expect, test } from '@jest/globals';
import { runScript } from '../../tests/support/child-server.ts';
import { benchTable } from './bench-table.ts';
import { type BenchRow, median, reaches } from './figures.ts';

const row: BenchRow = {
  name: 'ingress',
  subject: 'ours',
  yardstick: 'theirs',
  ratios: [
    { name: 'requests/s', value: 0.49, target: { atLeast: 0.5 } },
    { name: 'p50', value: 2, target: { atMost: 2 } },
  ],
  figures: { per_second: 12 },
};

test('a target that is just met is reached, one just missed is said to be missed', () => {
  expect(row.ratios.map(reaches)).toEqual([false, true]);
  const table = benchTable([row]);
  expect(table).toContain('| ingress | requests/s | 0.49× | ≥ 0.5× | missed |');
  expect(table).toContain('| ingress | p50 | 2× | ≤ 2× | reached |');
  expect(table).toContain('**ingress**: ours, against theirs.\nper_second 12');
});

test('the median is the middle one, and there is none of nothing', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(() => median([])).toThrow('no median of nothing');
});

test.each([
  [['scripts/bench.ts', '--rounds', '0'], '--rounds must be a whole number from 1 on'],
  [
    ['scripts/bench.ts', '--only', 'nonsense'],
    '--only knows signature, ingress, delivery, log-page, not "nonsense"',
  ],
  [['scripts/bench.ts', '--nonsense'], "Unknown option '--nonsense'"],
  [['scripts/bench-soak.ts', '--minutes', '1'], '--minutes must be a whole number from 3 on'],
])('%j is refused with help and exit code 2', async (args, message) => {
  const { code, stdout, stderr } = await runScript(args, {});
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).toContain('--help');
});
