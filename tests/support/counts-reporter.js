/** Ends a run with one plain line of counts, for people and for CI. */
export default class CountsReporter {
  onRunComplete(_contexts, results) {
    // A suite that could not even be loaded has no tests to count; it counts as one failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    // Jest prints its own summary after every other reporter has had its turn.
    process.once('exit', () =>
      process.stdout.write(`${results.numPassedTests} passed, ${failed} failed${tail}\n`),
    );
  }
}
