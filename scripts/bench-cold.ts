import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FUNCTION_NAMES, type FunctionName } from '../functions/function-names.ts';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { tempDir } from '../tests/support/temp-dir.ts';
import { benchTable } from './bench/bench-table.ts';
import { benchColdStart } from './bench/cold/bench-cold-start.ts';
import { functionRequests } from './bench/cold/function-requests.ts';
import { prepareSources } from './bench/cold/prepare-sources.ts';
import type { BenchRow } from './bench/figures.ts';
import { runMain } from './bench/run-main.ts';
import { findFirestoreEmulator } from './emulators/firestore/find-firestore-emulator.ts';
import { startFirestoreEmulator } from './emulators/firestore/start-firestore-emulator.ts';
import { startEmulatedBackends } from './emulators/start-emulated-backends.ts';
import { stopOnSignal } from './stop-on-signal.ts';

const HELP = `npm run bench:cold [-- options]

Builds the release and starts each of its functions in fresh processes, on emulators, each time beside a hello world of
functions-framework. Needs Google's Firestore emulator.

  --only NAMES   of ${FUNCTION_NAMES.join(',')}, with commas between (default: all)
  --rounds N     that are counted; the median is taken (default 11)
  --bare FILE    the yardstick's file, index.js or index.cjs (default index.js, as in the framework's documentation; with
                 index.cjs the framework need not look into package.json, as it need not for a release)
  --json FILE    also writes the figures there
  --help
`;

const BARE = ['index.js', 'index.cjs'];

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: FUNCTION_NAMES.join(',') },
      rounds: { type: 'string', default: '11' },
      bare: { type: 'string', default: 'index.js' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { help, json, bare, rounds } = values;
  const only = values.only.split(',');
  const unknown = only.find((name) => !FUNCTION_NAMES.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`--only knows ${FUNCTION_NAMES.join(', ')}, not "${unknown}"`);
  if (!/^[1-9][0-9]{0,3}$/.test(rounds)) throw new Error('--rounds must be a whole number from 1 on');
  if (!BARE.includes(bare)) throw new Error(`--bare knows ${BARE.join(', ')}, not "${bare}"`);
  return { help, json, bare, rounds: Number(rounds), only: only as FunctionName[] };
}

async function main({ only, rounds, bare, json }: ReturnType<typeof readOptions>): Promise<void> {
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const found = findFirestoreEmulator();
  if ('missing' in found) throw new Error(found.missing);
  const dir = tempDir();
  const firestore = await startFirestoreEmulator(found);
  const backends = await startEmulatedBackends(firestore.host);
  const stop = async () => {
    await backends.stop();
    await firestore.stop();
    dir.remove();
  };
  stopOnSignal(stop, ['SIGINT', 'SIGTERM']);
  const rows: BenchRow[] = [];
  try {
    const sources = await prepareSources(dir.path, bare);
    const atsId = 'bench';
    const ats = await createAts(backends.runtime, { atsId, name: 'Bench', webhookUrl: null });
    const requests = functionRequests({ backends, atsId, ats });
    const { env } = backends;
    for (const name of only) {
      const request = requests[name];
      rows.push(...(await benchColdStart({ name, sources, env, request, rounds, progress })));
    }
  } finally {
    await stop();
  }
  process.stdout.write(`\n${benchTable(rows)}`);
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ node: process.version, bare, rows }, null, 2)}\n`);
}

await runMain({ help: HELP, readOptions, main });
