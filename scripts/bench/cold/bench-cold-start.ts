import type { FunctionName } from '../../../functions/function-names.ts';
import { type BenchRow, median, round } from '../figures.ts';
import type { FunctionRequest } from './function-requests.ts';
import { type ColdStart, measureStart } from './measure-start.ts';

export interface BenchColdStartOptions {
  name: FunctionName;
  /** The release with and without code compiled ahead, and the yardstick. */
  sources: { compiled: string; plain: string; bare: string };
  env: Record<string, string>;
  request: () => FunctionRequest;
  rounds: number;
  progress: (text: string) => void;
}

type Round = Record<keyof BenchColdStartOptions['sources'], ColdStart>;

const HELLO: FunctionRequest = { path: '/', headers: {}, body: '', status: 200 };

/** Cold starts of one function of the release, with code compiled ahead and without, each held against a hello world. */
export async function benchColdStart(options: BenchColdStartOptions): Promise<BenchRow[]> {
  const { name, sources, env, request, rounds, progress } = options;
  const results: Round[] = [];
  // One round more than is counted: the first fills the caches of the disk.
  for (let count = 0; count <= rounds; count += 1) {
    progress(`${name}: round ${count} of ${rounds}`);
    results.push({
      bare: await measureStart({ source: sources.bare, target: 'hello', env: {}, request: () => HELLO }),
      compiled: await measureStart({ source: sources.compiled, target: name, env, request }),
      plain: await measureStart({ source: sources.plain, target: name, env, request }),
    });
  }
  const counted = results.slice(1);
  return [
    row(`${name}, compiled ahead`, counted, 'compiled'),
    row(`${name}, compiled as it starts`, counted, 'plain'),
  ];
}

function row(name: string, rounds: readonly Round[], side: 'compiled' | 'plain'): BenchRow {
  const ratio = (of: keyof ColdStart) => round(median(rounds.map((each) => each[side][of] / each.bare[of])));
  const middle = (which: keyof Round, of: keyof ColdStart) =>
    round(median(rounds.map((each) => each[which][of])), 0);
  return {
    name,
    subject: 'the built function, with real clients, on emulators',
    yardstick: 'a hello world of functions-framework',
    ratios: [
      { name: 'start to listening', value: ratio('listeningMs'), target: { atMost: 3 } },
      { name: 'start to first answer', value: ratio('firstAnswerMs'), target: { atMost: 4 } },
      { name: 'memory', value: ratio('memoryMib'), target: { atMost: 1.6 } },
    ],
    figures: {
      listening_ms: middle(side, 'listeningMs'),
      bare_listening_ms: middle('bare', 'listeningMs'),
      first_answer_ms: middle(side, 'firstAnswerMs'),
      bare_first_answer_ms: middle('bare', 'firstAnswerMs'),
      tenth_request_ms: middle(side, 'tenthRequestMs'),
      memory_mib: middle(side, 'memoryMib'),
      bare_memory_mib: middle('bare', 'memoryMib'),
    },
  };
}
