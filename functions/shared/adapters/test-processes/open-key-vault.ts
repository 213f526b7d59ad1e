// Waits for a line, then opens a key file that may not exist yet and prints its key: `open-key-vault.ts <file>`.
import { once } from 'node:events';
import { createFileKeyVault } from '../local/file-key-vault.ts';

const [file = ''] = process.argv.slice(2);
console.log('ready');
await once(process.stdin, 'data');
const { key } = await createFileKeyVault({ file, mayCreate: true }).current();
console.log(Buffer.from(key).toString('hex'));
process.exit();
