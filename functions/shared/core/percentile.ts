/**
 * The nearest-rank percentile: the smallest value that at least `percent` of 100 of them do not exceed, and so always one of them. Null
 * where there are none. `percent` is above 0 and at most 100; 50 is the median, of an even count the lower of the two in the middle.
 */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  // Multiplied first: 0.07 × 100 would be a little more than 7.
  const rank = Math.ceil((percent * sorted.length) / 100);
  return sorted[rank - 1] ?? null;
}
