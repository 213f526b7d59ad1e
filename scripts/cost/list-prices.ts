/** US dollars, without free quotas. */
export interface Prices {
  /** What they are the prices of, and when they were looked up. */
  source: string;
  firestoreReadsPer100k: number;
  firestoreWritesPer100k: number;
  firestoreDeletesPer100k: number;
  /** Creating a task is one operation, dispatching it another. */
  taskOperationsPerMillion: number;
  requestsPerMillion: number;
  vcpuPerSecond: number;
  gibPerSecond: number;
}

/** Published list prices; what a deployment really pays is on its bill. Every one can be given to `npm run cost` by flag. */
export const LIST_PRICES: Prices = {
  source: 'Firestore in one region (Oregon), Cloud Tasks, Cloud Run tier 1; list prices as published in 2025',
  firestoreReadsPer100k: 0.03,
  firestoreWritesPer100k: 0.09,
  firestoreDeletesPer100k: 0.01,
  taskOperationsPerMillion: 0.4,
  requestsPerMillion: 0.4,
  vcpuPerSecond: 0.000_024,
  gibPerSecond: 0.000_002_5,
};
