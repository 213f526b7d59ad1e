// Takes what is due, prints each task it was given and never answers: `hold-task.ts <file> <now>`.

import { createLocalTaskQueue } from '../local/local-task-queue.ts';
import { openDatabase } from '../local/open-database.ts';
import { createPinoLogger } from '../system/pino-logger.ts';

const [file = '', now = '0'] = process.argv.slice(2);
const queue = createLocalTaskQueue({
  db: openDatabase({ file, durability: 'normal' }),
  clock: { now: () => Number(now) },
  log: createPinoLogger({ level: 'silent' }),
  owner: `${process.pid}:holder`,
});

queue.start(({ body }) => {
  console.log(body.toString());
  return new Promise(() => {});
});

// Does not outlive the test that started it.
process.stdin.on('end', () => process.exit()).resume();
