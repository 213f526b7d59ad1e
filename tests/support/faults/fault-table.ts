import { EXPECTED_CALLS } from './expected-calls.ts';
import type { FaultPlan } from './fault-injector.ts';
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts';
import type { RemoteCall, RemoteMethod } from './remote-call.ts';
import type { ScenarioRun } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

/** One call of a scenario, made to go wrong in one way. */
export interface FaultRow {
  label: string;
  /** Which one of those with this label, from 0. */
  place: number;
  kind: FaultKind;
}

/** What a scenario calls, in the form of the table: each label with how often it comes, in the order of the labels. */
export function tally(calls: readonly RemoteCall[]): string[] {
  const groups = Map.groupBy(calls, ({ label }) => label);
  return [...groups].map(([label, { length }]) => (length > 1 ? `${label} ×${length}` : label)).toSorted();
}

/** The calls that the table lists for a scenario; empty where it lists none. */
export function expectedCalls({ name }: Scenario): readonly string[] {
  return (EXPECTED_CALLS[name] ?? []).toSorted();
}

/** Every call of a scenario in every way in which it can go wrong. */
export function rowsOf(scenario: Scenario): FaultRow[] {
  return expectedCalls(scenario).flatMap((line) => {
    const [, label = '', times = '1'] = /^(.*?)(?: ×(\d+))?$/.exec(line) ?? [];
    const kinds = FAULT_KINDS[methodOf(label)];
    const places = Array.from({ length: Number(times) }, (_, place) => place);
    return places.flatMap((place) => kinds.map((kind) => ({ label, place, kind })));
  });
}

/** The size of the table for these scenarios, in words. */
export function sizeOf(scenarios: readonly Scenario[]): string {
  const rows = scenarios.map(rowsOf);
  const calls = rows.map((ofOne) => new Set(ofOne.map(({ label, place }) => `${label} ${place}`)).size);
  const sum = calls.reduce((a, b) => a + b, 0);
  return `${scenarios.length} scenarios, ${sum} calls, ${rows.flat().length} faults`;
}

/** Has one call go wrong, and no other. */
export function planOf({ label, place, kind }: FaultRow): FaultPlan {
  let seen = 0;
  return (call) => {
    if (call.label !== label) return undefined;
    seen += 1;
    return seen === place + 1 ? kind : undefined;
  };
}

/** What may be asked of a flow in which this one call went wrong and nothing else did, beyond that it ends right. */
export function promptnessProblems(row: FaultRow, run: ScenarioRun, undisturbed: ScenarioRun): string[] {
  const method = methodOf(row.label);
  const problems: string[] = [];
  if (method === 'enqueue' && run.refusals > undisturbed.refusals) {
    problems.push('what was durable was refused because of its task');
  }
  // A task may be missing where it was not made, or where nobody heard that it was to be made.
  const losesTask = method === 'enqueue' || (method === 'commit' && row.kind.startsWith('takes effect'));
  if (!losesTask && run.sweptTasks > undisturbed.sweptTasks) {
    problems.push('the task was given up, and only the sweep brought it back');
  }
  return problems;
}

function methodOf(label: string): RemoteMethod {
  return /^\w+: \w+\.(\w+)\(/.exec(label)?.[1] as RemoteMethod;
}
