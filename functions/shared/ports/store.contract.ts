import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import type { Store } from './store.ts';
import { describeCommits } from './store-commits.contract.ts';
import { describeConcurrency } from './store-concurrency.contract.ts';
import { describeCounts } from './store-counts.contract.ts';
import { describeQueries } from './store-queries.contract.ts';
import { describeReads } from './store-reads.contract.ts';
import { describeSelections } from './store-selections.contract.ts';

export interface StoreHarness {
  store: Store;
  close(): Promise<void>;
}

/** What a test works with: a store, and a document path of its own that everything it writes lies below. */
export interface StoreContext {
  readonly store: Store;
  /** Such as `contract/6f0c…`; other tests, and other runs against the same emulator, have another. */
  readonly root: string;
}

/** The promises of the port `Store`, which every adapter keeps. The store may hold documents of others. */
export function describeStoreContract(name: string, open: () => Promise<StoreHarness>): void {
  describe(`${name} keeps the contract of a store`, () => {
    let harness: StoreHarness;
    let root = '';
    const context: StoreContext = {
      get store() {
        return harness.store;
      },
      get root() {
        return root;
      },
    };
    beforeAll(async () => {
      harness = await open();
    });
    beforeEach(() => {
      root = `contract/${randomUUID()}`;
    });
    afterAll(() => harness.close());

    describeReads(context);
    describeCommits(context);
    describeQueries(context);
    describeSelections(context);
    describeCounts(context);
    describeConcurrency(context);
  });
}
