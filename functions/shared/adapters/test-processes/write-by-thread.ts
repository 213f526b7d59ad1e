// Writes a task by the writing thread, prints what became of it, and closes nothing: `write-by-thread.ts <file> [go on]`. With
// `go on` an error that nobody catches does not end the process, and it tries once more.
import { writeSync } from 'node:fs';
import { createThreadWriter } from '../local/thread-writer.ts';

const [file = '', goOn] = process.argv.slice(2);
const writer = createThreadWriter(file);
const task = { queue: 'deliver-slow-s0', body: '{}', availableAt: 0 };
const write = () =>
  writer.write('enqueue', task).then(
    () => writeSync(1, 'written\n'),
    () => writeSync(1, 'rejected\n'),
  );
if (goOn) {
  process.on('uncaughtException', () => {
    writeSync(1, 'uncaught\n');
    void write();
  });
}
void write();
