import { EXPECTED_CALLS } from './expected-calls.ts';
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts';
import type { FaultPlan } from './fault-injector.ts';
import type { RemoteCall, RemoteMethod } from './remote-call.ts';
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

/** How many calls the rows are about. */
export function countCalls(rows: readonly FaultRow[]): number {
  return new Set(rows.map(({ label, place }) => `${label} ${place}`)).size;
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

function methodOf(label: string): RemoteMethod {
  return /^\w+: \w+\.(\w+)\(/.exec(label)?.[1] as RemoteMethod;
}
