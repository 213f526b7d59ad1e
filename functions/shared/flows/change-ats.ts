import type { Ats } from '../core/ats.ts';
import { GatewayError } from '../core/errors.ts';
import { ConflictError, type Store } from '../ports/store.ts';
import { readAts } from './get-ats.ts';
import type { DocumentChange } from './update-own.ts';

/** Beyond this many changes of one ATS at once, the last ones are told to try again. */
const MAX_TRIES = 16;
const TOO_MANY = 'The ATS is being changed by too many at once. Try again';

export interface AtsChange {
  /** What is to be changed of the ATS as it was read; asked again when somebody else was faster. */
  plan: (ats: Ats) => DocumentChange<Ats>;
  /** Whether nothing is left to be done, as this very change is there already or no longer called for. */
  isDone: (ats: Ats) => boolean;
}

/**
 * Changes an ATS by what it is at that moment: each try is committed on condition that nothing has changed since it was read. A commit
 * whose answer was lost is found by `isDone` when the ATS is read again. Throws `not_found`, `unavailable`, or the store's own error.
 */
export async function changeAts(
  { store }: { store: Store },
  atsId: string,
  { plan, isDone }: AtsChange,
): Promise<void> {
  let failure: unknown;
  for (let tries = 0; ; tries += 1) {
    const { path, version, data } = await readAts({ store }, atsId);
    if (isDone(data)) return;
    if (failure !== undefined && !(failure instanceof ConflictError)) throw failure;
    if (tries === MAX_TRIES) throw new GatewayError('unavailable', { detail: TOO_MANY, cause: failure });
    try {
      await store.commit([{ type: 'update', path, ...plan(data), ifVersion: version }]);
      return;
    } catch (error) {
      failure = error;
    }
  }
}
