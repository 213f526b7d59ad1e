import { openDatabase } from '../adapters/local/open-database.ts';
import { createSqliteStore } from '../adapters/local/sqlite-store.ts';
import { describeLostAnswers } from './lost-answers.contract.ts';

describeLostAnswers('the embedded store', async () => {
  const db = openDatabase({ file: ':memory:', durability: 'full' });
  return { store: createSqliteStore(db), close: async () => db.close() };
});
