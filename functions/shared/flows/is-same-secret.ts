import type { SecretBinding } from '../core/seal-secret.ts';
import type { SecretBox } from './secret-box.ts';

/**
 * Whether two sealed texts hold the same secret. They are the same text, unless one of them was sealed anew with a newer key in the
 * meantime. Throws where that takes opening one that no key opens.
 */
export async function isSameSecret(
  secrets: SecretBox,
  [one, other]: readonly [string, string],
  binding: SecretBinding,
): Promise<boolean> {
  if (one === other) return true;
  const [opened, otherOpened] = await Promise.all([secrets.open(one, binding), secrets.open(other, binding)]);
  return opened === otherOpened;
}
