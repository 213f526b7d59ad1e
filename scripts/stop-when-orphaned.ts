const LOOK_MS = 500;

/**
 * Under npm, calls `stop` once when npm has ended. Told to end by a signal, npm passes it on to the shell that it runs a script in, and
 * that shell ends without a word to the script.
 */
export function stopWhenOrphaned(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    stop();
  }, LOOK_MS);
  looking.unref();
}
