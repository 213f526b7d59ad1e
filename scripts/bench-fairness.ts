import { parseArgs } from 'node:util';
import { AI_TIMEOUT_MS, DELIVERY_TIMEOUT_MS } from '../functions/shared/core/limits.ts';
import { QUEUES } from '../functions/shared/core/queues.ts';
import { tempDir } from '../tests/support/temp-dir.ts';
import { measureWaits, type WaitingFor } from './bench/fairness/measure-waits.ts';
import type { BenchPlatform } from './bench/fairness/open-gateway.ts';
import { median } from './bench/figures.ts';
import { runMain } from './bench/run-main.ts';
import { findFirestoreEmulator } from './emulators/firestore/find-firestore-emulator.ts';
import { startFirestoreEmulator } from './emulators/firestore/start-firestore-emulator.ts';

const HELP = `npm run bench:fairness [-- options]

One ATS has very much waiting, and nothing ever answers it: how long does another's wait, beside a system that is idle? Docs: docs/fairness.md

  --only NAMES   of local,gcp, with commas between (default: both; gcp needs Google's Firestore emulator)
  --waiting N    of the noisy ATS, in front when the queues begin (default 10000)
  --seconds N    how long the other one is looked at (default 40)
  --help
`;

const PLATFORMS = ['local', 'gcp'] as const;

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: PLATFORMS.join(',') },
      waiting: { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '40' },
      help: { type: 'boolean', default: false },
    },
  });
  const count = (name: 'waiting' | 'seconds') => {
    if (!/^[1-9][0-9]{0,6}$/.test(values[name]))
      throw new Error(`--${name} must be a whole number from 1 on`);
    return Number(values[name]);
  };
  const only = values.only.split(',');
  const unknown = only.find((name) => !PLATFORMS.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`--only knows ${PLATFORMS.join(', ')}, not "${unknown}"`);
  const platforms = PLATFORMS.filter((platform) => only.includes(platform));
  return { help: values.help, platforms, waiting: count('waiting'), seconds: count('seconds') };
}

/** What the other ATS waits at the most: what is in front passes its queue, and what was begun before anything was known ends. */
function boundMs(waitingFor: WaitingFor, waiting: number): number {
  const { maxDispatchesPerSecond, shards } = QUEUES[waitingFor];
  const limitMs = waitingFor === 'deliver' ? DELIVERY_TIMEOUT_MS : AI_TIMEOUT_MS;
  return (waiting / (maxDispatchesPerSecond * shards)) * 1000 + limitMs;
}

const progress = (text: string) => process.stderr.write(`${text}\n`);
const shown = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
const worst = (waits: readonly number[]) => Math.max(...waits);

async function measure(
  platform: BenchPlatform,
  firestoreEmulator: string,
  options: ReturnType<typeof readOptions>,
) {
  for (const waitingFor of ['deliver', 'process'] as const) {
    const waits: Record<'idle' | 'beside', number[]> = { idle: [], beside: [] };
    for (const [name, waiting] of [
      ['idle', 0],
      ['beside', options.waiting],
    ] as const) {
      progress(`${platform}, ${waitingFor}: ${name === 'idle' ? 'idle' : `${waiting} waiting`}`);
      const dir = tempDir();
      const { seconds } = options;
      const dataDir = dir.path;
      waits[name] = await measureWaits({
        platform,
        dataDir,
        firestoreEmulator,
        waitingFor,
        waiting,
        seconds,
        progress,
      });
      dir.remove();
    }
    const { idle, beside } = waits;
    const cells = [
      platform,
      waitingFor,
      ...[idle, beside].flatMap((each) => [shown(median(each)), shown(worst(each))]),
      `${beside.filter((wait) => wait > worst(idle)).length} of ${beside.length}`,
      shown(boundMs(waitingFor, options.waiting)),
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}

async function main(options: ReturnType<typeof readOptions>): Promise<void> {
  process.stdout.write(
    '| platform | queue | idle: median | longest | beside: median | longest | longer than any when idle | bound |\n' +
      '|---|---|---|---|---|---|---|---|\n',
  );
  if (options.platforms.includes('local')) await measure('local', '', options);
  if (!options.platforms.includes('gcp')) return;
  const found = findFirestoreEmulator();
  if ('missing' in found) {
    progress(`gcp was not measured: ${found.missing}`);
    return;
  }
  const emulator = await startFirestoreEmulator(found);
  try {
    await measure('gcp', emulator.host, options);
  } finally {
    await emulator.stop();
  }
}

await runMain({ help: HELP, readOptions, main });
