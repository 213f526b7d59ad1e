import type { ResealDeps } from '../../functions/shared/flows/reseal-ats.ts';
import { type Report, runCommand } from '../ats/run-command.ts';
import { fieldsText } from '../ats/text.ts';
import { countVersions, type VersionCount } from './count-versions.ts';
import { type ResealedAll, resealAll } from './reseal-all.ts';

const NOTHING_LEFT = `
Nothing is left that an older version has sealed. Instances may seal with the
one before for 5 minutes after a new one was added: if that is not over yet,
run this again before you disable it.
`;

/** Seals everything anew, or says what there would be to do; the exit code is 1 where something is left afterwards. */
export const rotateSealing = runCommand(async (deps: ResealDeps, isDryRun: boolean): Promise<Report> => {
  if (isDryRun) return dryRunReport(await countVersions(deps));
  const done = await resealAll(deps, (line) => process.stderr.write(`${line}\n`));
  // Counted anew, and not taken from what was done: somebody else may have stored a secret meanwhile.
  const versions = await countVersions(deps);
  if (leftOf(versions) > 0) process.exitCode = 1;
  return doneReport(done, versions);
});

function dryRunReport(versions: readonly VersionCount[]): Report {
  const { current_version, left } = standing(versions);
  const json = { current_version, dry_run: true, would_seal_anew: left };
  return { json, text: fieldsText(json) };
}

function doneReport({ atss, sealedAnew, failed }: ResealedAll, versions: readonly VersionCount[]): Report {
  const { current_version, left } = standing(versions);
  const fields = { current_version, dry_run: false, atss, sealed_anew: sealedAnew, left };
  const reasons = failed.map(({ atsId, reason }) => `${atsId}: ${reason}\n`).join('');
  const note =
    left === 0
      ? NOTHING_LEFT
      : `\n${reasons}Do not disable older versions: ${left} secrets need them. Run this again.\n`;
  return {
    json: { ...fields, failed: failed.map(({ atsId, reason }) => ({ ats_id: atsId, reason })) },
    text: `${fieldsText(fields)}${note}`,
  };
}

function standing(versions: readonly VersionCount[]): { current_version: string; left: number } {
  const current = versions.find((each) => each.current);
  return { current_version: current?.version ?? '-', left: leftOf(versions) };
}

function leftOf(versions: readonly VersionCount[]): number {
  return versions.reduce((sum, { current, secrets }) => sum + (current ? 0 : secrets), 0);
}
