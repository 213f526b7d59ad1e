/** One thing measured against its yardstick, in one run. */
export interface BenchRow {
  name: string;
  /** What is measured, and what it is held against. */
  subject: string;
  yardstick: string;
  /** The ratio that counts; `atLeast` where more is better, `atMost` where less is. */
  ratios: Ratio[];
  /** Absolute figures, with their units in the names. */
  figures: Record<string, number>;
}

export interface Ratio {
  name: string;
  value: number;
  target: { atLeast: number } | { atMost: number };
}

export function reaches({ value, target }: Ratio): boolean {
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

/** The middle one; of an even count the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('there is no median of nothing');
  return middle;
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
