import type { Ats } from '../core/ats.ts';
import { type ChangeAtsDeps, changeAts } from './change-ats.ts';

/**
 * Changes fields of an ATS that exists; what they are already is no change. With `seen`, only of that version of it. Throws what
 * {@link changeAts} throws.
 */
export async function changeFields(
  deps: ChangeAtsDeps,
  atsId: string,
  change: Partial<Ats>,
  seen?: string,
): Promise<void> {
  const set = { ...change, updatedAt: deps.clock.now() };
  await changeAts(deps, atsId, {
    seen,
    plan: () => ({ set }),
    isDone: (ats) => Object.entries(change).every(([field, value]) => ats[field as keyof Ats] === value),
  });
}
