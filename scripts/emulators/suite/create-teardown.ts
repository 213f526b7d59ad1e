/** What is to be undone when everything ends. */
export interface Teardown {
  /** Runs before all that was added earlier. */
  add(step: () => Promise<unknown> | unknown): void;
  /** Runs every step once, the newest first, whatever becomes of the others; says what failed on standard error. */
  run(): Promise<void>;
}

export function createTeardown(): Teardown {
  const steps: (() => Promise<unknown> | unknown)[] = [];
  return {
    add: (step) => void steps.push(step),
    async run() {
      for (let step = steps.pop(); step; step = steps.pop()) {
        try {
          await step();
        } catch (error) {
          process.stderr.write(`${(error as Error).stack}\n`);
        }
      }
    },
  };
}
