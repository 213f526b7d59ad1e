import { openDatabase } from '../shared/adapters/local/open-database.ts';
import { createSqliteStore } from '../shared/adapters/local/sqlite-store.ts';
import { describeSweep } from './sweep.contract.ts';

describeSweep('the embedded store', 10_000, async () => {
  const db = openDatabase({ file: ':memory:', durability: 'full' });
  return { store: createSqliteStore(db), close: async () => db.close() };
});
