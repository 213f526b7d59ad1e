// Adds one to a counter so many times, each on condition of the version it read: `count-up.ts <file> <path> <times>`.
import { ConflictError } from '../../ports/store.ts';
import { openDatabase } from '../local/open-database.ts';
import { createSqliteStore } from '../local/sqlite-store.ts';

const [file = '', path = '', times = '0'] = process.argv.slice(2);
const db = openDatabase({ file, durability: 'full' });
const store = createSqliteStore(db);

console.log('ready');
for (let done = 0; done < Number(times); ) {
  const [doc] = await store.getAll<[{ count: number }]>(path);
  if (doc === undefined) throw new Error(`there is no ${path}`);
  try {
    const set = { count: doc.data.count + 1 };
    await store.commit([
      { type: 'update', path, set, ifVersion: doc.version },
      { type: 'create', path: `${path}/steps/${process.pid}-${done}`, data: set },
    ]);
    done += 1;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
db.close();
