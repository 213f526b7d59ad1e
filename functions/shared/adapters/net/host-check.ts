import type { HostCheck } from '../../ports/host-check.ts';
import type { AddressFilter } from './address-filter.ts';
import { PrivateAddressError } from './private-address-error.ts';

/** Asks the filter that every connection passes. */
export function createHostCheck(filter: AddressFilter): HostCheck {
  return {
    async problem(hostname) {
      try {
        await filter(hostname);
        return undefined;
      } catch (error) {
        if (error instanceof PrivateAddressError) return 'not all of its addresses are public';
        if ((error as NodeJS.ErrnoException).code === 'ENOTFOUND') return 'its name is not known';
        throw error;
      }
    },
  };
}

/** Development only: any host will do. */
export const ANY_HOST: HostCheck = { problem: async () => undefined };
