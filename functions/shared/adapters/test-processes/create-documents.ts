// Creates documents until it is killed, and prints the id of each as soon as its commit is acknowledged:
// `create-documents.ts <file> <collection>`.
import { writeSync } from 'node:fs';
import { openDatabase } from '../local/open-database.ts';
import { createSqliteStore } from '../local/sqlite-store.ts';
import { createThreadWriter } from '../local/thread-writer.ts';

const [file = '', collection = ''] = process.argv.slice(2);
const store = createSqliteStore(openDatabase({ file, durability: 'full' }), createThreadWriter(file));

for (let batch = 0; ; batch += 1) {
  await Promise.all(
    Array.from({ length: 10 }, async (_, n) => {
      const id = `${batch}-${n}`;
      await store.commit([
        { type: 'create', path: `${collection}/${id}`, data: { id, payload: Buffer.alloc(5000, id) } },
      ]);
      writeSync(1, `${id}\n`);
    }),
  );
}
