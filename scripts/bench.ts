import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { tempDir } from '../tests/support/temp-dir.ts';
import { benchDelivery } from './bench/bench-delivery.ts';
import { benchIngress } from './bench/bench-ingress.ts';
import { benchLogPage } from './bench/bench-log-page.ts';
import { benchSignature } from './bench/bench-signature.ts';
import { benchTable } from './bench/bench-table.ts';
import type { BenchRow } from './bench/figures.ts';
import { runMain } from './bench/run-main.ts';

const HELP = `npm run bench [-- options]

Measures each row against its yardstick in one run, and prints ratios: machines differ.

  --only NAMES     of signature,ingress,delivery,log-page, with commas between (default: all)
  --seconds N      of each round of ingress (default 8)
  --rounds N       of ingress and delivery (default 5)
  --deliveries N   of each round of delivery (default 3000)
  --records N      entries in the long log of log-page (default 1000000)
  --json FILE      also writes the figures there
  --help
`;

const BENCHES = ['signature', 'ingress', 'delivery', 'log-page'] as const;

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: BENCHES.join(',') },
      seconds: { type: 'string', default: '8' },
      rounds: { type: 'string', default: '5' },
      deliveries: { type: 'string', default: '3000' },
      records: { type: 'string', default: '1000000' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const count = (name: 'seconds' | 'rounds' | 'deliveries' | 'records') => {
    if (!/^[1-9][0-9]{0,8}$/.test(values[name]))
      throw new Error(`--${name} must be a whole number from 1 on`);
    return Number(values[name]);
  };
  const only = values.only.split(',');
  const unknown = only.find((name) => !BENCHES.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`--only knows ${BENCHES.join(', ')}, not "${unknown}"`);
  return {
    help: values.help,
    json: values.json,
    only: new Set(only),
    seconds: count('seconds'),
    rounds: count('rounds'),
    deliveries: count('deliveries'),
    records: count('records'),
  };
}

async function main(options: ReturnType<typeof readOptions>): Promise<void> {
  const { only, json } = options;
  const dir = tempDir();
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const rows: BenchRow[] = [];
  try {
    const all = { ...options, dir: dir.path, progress };
    if (only.has('signature')) rows.push(await benchSignature());
    if (only.has('ingress')) rows.push(await benchIngress(all));
    if (only.has('delivery')) rows.push(await benchDelivery(all));
    if (only.has('log-page')) rows.push(await benchLogPage(all));
  } finally {
    dir.remove();
  }
  process.stdout.write(`\n${benchTable(rows)}`);
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);
}

await runMain({ help: HELP, readOptions, main });
