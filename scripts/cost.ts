import { InvalidArgumentError, program } from 'commander';
import { costOfEvents, type Load, TYPICAL } from './cost/cost-of-events.ts';
import { costTable } from './cost/cost-table.ts';
import { LIST_PRICES, type Prices } from './cost/list-prices.ts';

/** `npm run cost`: what a load of events costs on Google Cloud. */
program
  .name('npm run cost --')
  .description('Estimates what a load of events costs on Google Cloud, from the calls that each flow makes.');
const { source: _, ...prices } = LIST_PRICES;
for (const [name, value] of Object.entries({ ...TYPICAL, ...prices })) {
  const flag = name.replace(/[A-Z]|\d+k/g, (part) => `-${part.toLowerCase()}`);
  program.option(`--${flag} <number>`, '', numberOf, value);
}
const given = program.parse().opts<Load & Prices>();
process.stdout.write(`${costTable(costOfEvents(given, given))}\n`);

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new InvalidArgumentError('It must be a number that is not negative.');
  }
  return number;
}
