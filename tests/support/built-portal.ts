import { ensurePortal } from '../../scripts/build/build-portal.ts';

/**
 * The folder of the built portal. Whichever test comes first builds it, and leaves it to the others, to `npm start` and to Hosting: it
 * is put in place whole, so workers that build it at the same time do not disturb each other.
 */
export function builtPortal(): Promise<string> {
  return ensurePortal({ say: () => {} });
}
