// Makes a database that does not write ahead yet, holds it for writing, and lets go a moment later:
// `hold-write-lock.ts <file>`.
import { DatabaseSync } from 'node:sqlite';

const db = new DatabaseSync(process.argv[2] ?? '');
db.exec('CREATE TABLE other (n INTEGER); BEGIN IMMEDIATE');
console.log('ready');
setTimeout(() => {
  db.exec('COMMIT');
  db.close();
}, 300);
