import { writeFileSync } from 'node:fs';
import { InvalidArgumentError, program } from 'commander';
import { backlogSvg } from './simulate/backlog-svg.ts';
import { backlogTable } from './simulate/backlog-table.ts';

/** `npm run simulate:backlog`: what an outage of the receivers makes of the ladder. */
program
  .name('npm run simulate:backlog --')
  .description(
    'Simulates how many attempts the ladder makes in and after an outage of all receivers, with and without its jitter and the limits ' +
      'of the queues; prints a Markdown table.',
  )
  .option('--hours <number>', 'how long nothing is taken', numberOf, 1)
  .option('--per-second <count>', 'webhooks that are made each second of it', countOf, 10)
  .option('--burst <count>', 'webhooks more in its first second', countOf, 0)
  .option('--seed <text>', 'of the jitter: the same one gives the same figures', '1')
  .option('--svg <file>', 'draws it into a file too');

interface Options {
  hours: number;
  perSecond: number;
  burst: number;
  seed: string;
  svg?: string;
}

const { hours, perSecond, burst, seed, svg } = program.parse().opts<Options>();
const outage = { outageSeconds: Math.round(hours * 3600), perSecond, burst };
process.stdout.write(`${backlogTable([outage], seed)}\n`);
if (svg !== undefined) writeFileSync(svg, backlogSvg(outage, seed));

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 168)) {
    throw new InvalidArgumentError('It must be a number of hours, up to 168.');
  }
  return number;
}

function countOf(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, up to 9,999,999.');
  return Number(text);
}
