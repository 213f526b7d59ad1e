import { isAtsId } from '../core/api-key.ts';
import type { Ats } from '../core/ats.ts';
import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import type { Store, StoredDocument } from '../ports/store.ts';

/** The ATS of that id. Throws `not_found`. */
export async function getAts(deps: { store: Store }, atsId: string): Promise<Ats> {
  return (await readAts(deps, atsId)).data;
}

/** The same with the version that it has. */
export async function readAts({ store }: { store: Store }, atsId: string): Promise<StoredDocument<Ats>> {
  const [ats] = isAtsId(atsId) ? await store.getAll<[Ats]>(paths.ats(atsId)) : [];
  if (ats === undefined) throw new GatewayError('not_found', { detail: `There is no ATS ${atsId}` });
  return ats;
}
