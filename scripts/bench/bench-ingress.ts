import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLocalConfig } from '../../functions/shared/config.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { createLocalRuntime } from '../../functions/shared/runtime/local-runtime.ts';
import { type BenchRow, median, round } from './figures.ts';
import { loadCandidates } from './load-candidates.ts';
import { startFunction } from './start-function.ts';

export interface BenchIngressOptions {
  dir: string;
  /** Of each of the rounds, for each side. */
  seconds: number;
  rounds: number;
  progress: (text: string) => void;
}

const CONNECTIONS = 50;

/** A bare function that does nothing but what the framework does: parse the body. Named by URL, as it lies in a folder of its own. */
const BARE = `import { http } from '${import.meta.resolve('@google-cloud/functions-framework')}';
http('bare', (request, response) => response.status(202).json({ reference_id: request.body.candidate_id }));
`;

/**
 * `POST /v1/candidates` at 50 connections, through the functions-framework command line, every event on disk before its 202 and
 * nobody working on the queue; against a bare function, the two in turn.
 */
export async function benchIngress(options: BenchIngressOptions): Promise<BenchRow> {
  const { dir, seconds, rounds, progress } = options;
  const env = {
    CARVOS_DATA_DIR: join(dir, 'ingress'),
    LOG_LEVEL: 'warn',
    CARVOS_RATE_LIMIT: '999999999,999999999',
  };
  const runtime = createLocalRuntime(loadLocalConfig(env));
  const { apiKey } = await createAts(runtime, { atsId: 'bench', name: 'Bench', webhookUrl: null });
  await runtime.close();
  const bareSource = join(dir, 'bare.mjs');
  writeFileSync(bareSource, BARE);
  const subject = await startFunction({ target: 'rest', env });
  const bare = await startFunction({ target: 'bare', source: bareSource, env: {} });
  try {
    const results: { subject: Load; bare: Load }[] = [];
    // One round more than is counted: the first warms both up.
    for (let count = 0; count <= rounds; count += 1) {
      progress(`ingress: round ${count} of ${rounds}`);
      results.push({
        subject: await load(subject.url, apiKey, seconds),
        bare: await load(bare.url, apiKey, seconds),
      });
    }
    const counted = results.slice(1);
    const ratio = (of: (load: Load) => number) =>
      round(median(counted.map((pair) => of(pair.subject) / of(pair.bare))));
    const middle = (of: (pair: { subject: Load; bare: Load }) => number) => round(median(counted.map(of)), 1);
    return {
      name: 'ingress',
      subject: 'POST /v1/candidates, 1.6 KB, 50 connections, fsynced before its 202',
      yardstick: 'a bare functions-framework function that parses the same body',
      ratios: [
        { name: 'requests/s', value: ratio((side) => side.perSecond), target: { atLeast: 0.5 } },
        { name: 'p50', value: ratio((side) => side.p50), target: { atMost: 2 } },
        { name: 'p99', value: ratio((side) => side.p99), target: { atMost: 3 } },
      ],
      figures: {
        per_second: middle(({ subject: side }) => side.perSecond),
        bare_per_second: middle(({ bare: side }) => side.perSecond),
        p50_ms: middle(({ subject: side }) => side.p50),
        bare_p50_ms: middle(({ bare: side }) => side.p50),
        p99_ms: middle(({ subject: side }) => side.p99),
        bare_p99_ms: middle(({ bare: side }) => side.p99),
        peak_memory_mib: round(subject.peakMemoryMib(), 0),
        bare_peak_memory_mib: round(bare.peakMemoryMib(), 0),
      },
    };
  } finally {
    await Promise.all([subject.end(), bare.end()]);
  }
}

interface Load {
  perSecond: number;
  p50: number;
  p99: number;
}

async function load(baseUrl: string, apiKey: string, seconds: number): Promise<Load> {
  const result = await loadCandidates({ baseUrl, apiKey, connections: CONNECTIONS, duration: seconds });
  const { requests, latency } = result;
  return { perSecond: requests.average, p50: Math.max(latency.p50, 1), p99: Math.max(latency.p99, 1) };
}
