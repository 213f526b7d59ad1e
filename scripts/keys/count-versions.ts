import type { Ats } from '../../functions/shared/core/ats.ts';
import { sealedKeyVersion } from '../../functions/shared/core/seal-secret.ts';
import { storedSecrets } from '../../functions/shared/core/webhook-secrets/stored-secrets.ts';
import { eachAts } from '../../functions/shared/flows/list-ats.ts';
import type { KeyVault } from '../../functions/shared/ports/key-vault.ts';
import type { Store } from '../../functions/shared/ports/store.ts';

/** What stands in a version's place where a stored text is no sealed secret at all. */
export const UNREADABLE = 'unreadable';

export interface VersionCount {
  version: string;
  /** Whether new secrets are sealed with it. */
  current: boolean;
  secrets: number;
  atss: number;
}

/** How many secrets each version of the key has sealed, the current one first, also where it has sealed none yet. */
export async function countVersions({
  store,
  vault,
}: {
  store: Store;
  vault: KeyVault;
}): Promise<VersionCount[]> {
  const { version: current } = await vault.current();
  const counts = new Map([[current, { secrets: 0, atss: 0 }]]);
  for await (const ats of eachAts(store)) {
    const versions = versionsOf(ats);
    for (const version of new Set(versions)) {
      const count = counts.get(version) ?? { secrets: 0, atss: 0 };
      count.secrets += versions.filter((each) => each === version).length;
      count.atss += 1;
      counts.set(version, count);
    }
  }
  return [...counts]
    .map(([version, count]) => ({ version, current: version === current, ...count }))
    .toSorted((a, b) => Number(b.current) - Number(a.current) || a.version.localeCompare(b.version));
}

function versionsOf(ats: Ats): string[] {
  return storedSecrets(ats).map(({ sealed }) => {
    try {
      return sealedKeyVersion(sealed);
    } catch {
      return UNREADABLE;
    }
  });
}
