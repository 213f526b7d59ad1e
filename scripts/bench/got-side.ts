import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import got from 'got';
import { CONCURRENCY } from './bench-delivery.ts';

/** The bare side of the delivery row: `got-side.ts <url> <certificate> <count>`. */
const [url = '', certFile = '', count = '0'] = process.argv.slice(2);
const agent = { https: new Agent({ keepAlive: true, ca: readFileSync(certFile) }) };
const body = Buffer.alloc(1000, 'x');
let left = Number(count);

async function loop(): Promise<void> {
  while (left > 0) {
    left -= 1;
    await got.post(url, {
      body,
      agent,
      retry: { limit: 0 },
      headers: { 'content-type': 'application/json' },
    });
  }
}

const started = performance.now();
await Promise.all(Array.from({ length: CONCURRENCY }, loop));
const seconds = (performance.now() - started) / 1000;
const memoryMib = Math.round(process.memoryUsage().rss / 2 ** 20);
process.stdout.write(`RESULT ${JSON.stringify({ seconds, memoryMib })}\n`);
