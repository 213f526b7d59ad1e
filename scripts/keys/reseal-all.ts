import { GatewayError } from '../../functions/shared/core/errors.ts';
import { listAts } from '../../functions/shared/flows/list-ats.ts';
import { type ResealDeps, resealAts } from '../../functions/shared/flows/reseal-ats.ts';

export interface ResealedAll {
  atss: number;
  /** Secrets that were sealed anew. */
  sealedAnew: number;
  failed: { atsId: string; reason: string }[];
}

/** After so many ATSs in a row that failed it is a backend that is away, and not the ATSs. */
const MAX_FAILURES_IN_A_ROW = 3;

/**
 * Seals the secrets of every ATS with the current key, one ATS after the other. What is sealed with it already is passed over, so that it
 * may end anywhere and begin again. An ATS that fails does not keep the others from it; where several do in a row, it throws the last
 * one's error.
 */
export async function resealAll(deps: ResealDeps, tell: (line: string) => void): Promise<ResealedAll> {
  const all = await listAts(deps.store);
  const failed: ResealedAll['failed'] = [];
  let sealedAnew = 0;
  let failuresInARow = 0;
  for (const [index, { atsId }] of all.entries()) {
    const place = `${index + 1} of ${all.length}  ${atsId}`;
    const result = await resealAts(deps, atsId).catch((error: unknown) => ({ error }));
    if (typeof result === 'number') {
      sealedAnew += result;
      failuresInARow = 0;
      tell(`${place}  ${result === 0 ? 'nothing to do' : `${result} sealed anew`}`);
      continue;
    }
    const reason = reasonOf(result.error);
    failed.push({ atsId, reason });
    failuresInARow += 1;
    tell(`${place}  failed: ${reason}`);
    if (failuresInARow === MAX_FAILURES_IN_A_ROW) throw result.error;
  }
  return { atss: all.length, sealedAnew, failed };
}

function reasonOf(error: unknown): string {
  const { detail } = error instanceof GatewayError ? error : {};
  return typeof detail === 'string' ? detail : (error as Error).message;
}
