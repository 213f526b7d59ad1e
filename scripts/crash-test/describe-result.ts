import type { CrashTestResult } from './run-crash-test.ts';

const MAX_PROBLEMS_SHOWN = 10;

/** The result as a table for people. */
export function describeResult(result: CrashTestResult): string {
  const { figures, retries, seed, settlingMs, durationMs, checks, dataDir } = result;
  const { kills, repeats, repeatsExplained, killsWithRepeats, slowestRecoveryMs } = figures;
  const explained = `, ${repeatsExplained} of them explained by ${killsWithRepeats} of the kills`;
  const rows: [string, string | number][] = [
    ['seed', seed],
    ['kills', kills],
    ['events accepted', figures.eventsAccepted],
    ['requests sent again', retries],
    ['webhooks delivered', figures.webhooksDelivered],
    ['attempts recorded', figures.attempts],
    ['webhooks received', figures.received],
    ['repeats', repeats === 0 ? 'none' : `${repeats}${explained}`],
    ['slowest recovery', `${seconds(slowestRecoveryMs)} from a 202 to its webhook taken`],
    ['settled', `${seconds(settlingMs)} after the last kill`],
    ['took', seconds(durationMs)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = [
    ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '',
    ...checks.flatMap(({ name, problems }) => [
      `  ${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${name}`,
      ...problems.slice(0, MAX_PROBLEMS_SHOWN).map((problem) => `          ${problem}`),
      ...more(problems.length),
    ]),
    '',
    summary(result),
    ...(dataDir === null ? [] : [`The database is kept in ${dataDir}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function summary({ ok, lost, figures: { eventsAccepted, kills } }: CrashTestResult): string {
  if (lost.length > 0) {
    const ids = `${lost.slice(0, MAX_PROBLEMS_SHOWN).join(', ')}${lost.length > MAX_PROBLEMS_SHOWN ? ', …' : ''}`;
    return `LOST: ${lost.length} of ${eventsAccepted} events that were answered 202: ${ids}`;
  }
  const nothing = `Nothing was lost: ${eventsAccepted} events accepted, ${kills} kills.`;
  return ok ? nothing : `${nothing} But something is wrong, see FAIL above.`;
}

function more(count: number): string[] {
  return count > MAX_PROBLEMS_SHOWN ? [`          and ${count - MAX_PROBLEMS_SHOWN} more`] : [];
}

function seconds(ms: number | null): string {
  return ms === null ? 'never' : `${(ms / 1000).toFixed(1)} s`;
}
