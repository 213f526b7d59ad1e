// Waits for a line, then opens a database that may not exist yet and writes to it: `open-at-once.ts <file>`.
import { once } from 'node:events';
import { openDatabase } from '../local/open-database.ts';
import { createSqliteStore } from '../local/sqlite-store.ts';

const [file = ''] = process.argv.slice(2);
console.log('ready');
await once(process.stdin, 'data');
const db = openDatabase({ file, durability: 'full' });
await createSqliteStore(db).commit([{ type: 'create', path: `opened/${process.pid}`, data: {} }]);
db.close();
process.exit();
