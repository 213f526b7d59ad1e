import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startDemoServer } from '../tests/support/demo-server.ts';
import { tempDir } from '../tests/support/temp-dir.ts';
import { median, round } from './bench/figures.ts';
import { loadCandidates } from './bench/load-candidates.ts';
import { runMain } from './bench/run-main.ts';

const HELP = `npm run bench:soak [-- options]

Runs the whole local server under steady load and tells how its memory grows after warm-up; to reach: less than 5 % in 30 minutes.

  --minutes N   how long, the warm-up included (default 30, at least 3)
  --rate N      candidates a second (default 40)
  --help
`;

const SAMPLE_MS = 5000;

/** The first fifth warms up: caches fill, the heap finds its size. */
const WARM_UP = 0.2;

function readOptions() {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      rate: { type: 'string', default: '40' },
      help: { type: 'boolean', default: false },
    },
  });
  const count = (name: 'minutes' | 'rate', least: number) => {
    const value = /^[0-9]{1,4}$/.test(values[name]) ? Number(values[name]) : 0;
    if (value < least) throw new Error(`--${name} must be a whole number from ${least} on`);
    return value;
  };
  return { help: values.help, minutes: count('minutes', 3), rate: count('rate', 1) };
}

/** Memory that a process holds now, in MiB. */
function memoryMib(pid: number): number {
  return Number(/VmRSS:\s+([0-9]+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function soak({ minutes, rate }: { minutes: number; rate: number }): Promise<boolean> {
  if (!existsSync('/proc/self/status'))
    throw new Error('--minutes: memory is read from /proc, which is not here');
  const dir = tempDir();
  const server = await startDemoServer(dir.path, {
    LOG_LEVEL: 'warn',
    CARVOS_RATE_LIMIT: '999999999,999999999',
  });
  const samples: number[] = [];
  const sampling = setInterval(() => {
    samples.push(memoryMib(server.pid));
    if (samples.length % 12 === 0)
      process.stderr.write(`${samples.length / 12} min: ${round(samples.at(-1) ?? 0, 0)} MiB\n`);
  }, SAMPLE_MS);
  try {
    const { demo } = server;
    const result = await loadCandidates({
      baseUrl: demo.base_url,
      apiKey: demo.api_key,
      connections: 10,
      overallRate: rate,
      duration: minutes * 60,
      candidates: 5000,
    });
    return report(samples, result.requests.total, minutes);
  } finally {
    clearInterval(sampling);
    await server.end();
    dir.remove();
  }
}

function report(samples: readonly number[], accepted: number, minutes: number): boolean {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const fifth = Math.max(1, Math.floor(warm.length / 5));
  const first = median(warm.slice(0, fifth));
  const last = median(warm.slice(-fifth));
  const growth = round(((last - first) / first) * 100, 1);
  process.stdout.write(
    `${accepted} candidates accepted and delivered over ${minutes} min. Memory after warm-up ${round(first, 0)} MiB, at the end ` +
      `${round(last, 0)} MiB: ${growth} % (to reach: < 5 %)\n`,
  );
  return growth < 5;
}

await runMain({ help: HELP, readOptions, main: soak });
