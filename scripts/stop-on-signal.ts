const PATIENCE_MS = 1000;

/**
 * Calls `stop` when the process is to end, and then ends it with 0. Whoever asks again, later than by the same key press, is not kept
 * waiting: it ends at once with 130.
 */
export function stopOnSignal(stop: () => Promise<void>, signals: readonly NodeJS.Signals[]): void {
  let since: number | undefined;
  const onSignal = () => {
    // The terminal sends Ctrl+C to us and to npm, and npm passes it on: so it comes twice. One that comes later is meant.
    if (since !== undefined && performance.now() - since > PATIENCE_MS) process.exit(130);
    if (since !== undefined) return;
    since = performance.now();
    void stopAndExit(stop);
  };
  for (const signal of signals) process.on(signal, onSignal);
}

async function stopAndExit(stop: () => Promise<void>): Promise<void> {
  process.stdout.write('Stopping …\n');
  await stop();
  process.exit(0);
}
