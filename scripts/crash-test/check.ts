/** One thing the test looks for. It holds when there are no problems. */
export interface Check {
  /** What is promised. */
  name: string;
  /** A sentence each. */
  problems: string[];
}
