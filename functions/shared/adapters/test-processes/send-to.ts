// Sends to each URL, all at once, and prints what came of it; ends by itself when nothing is left open:
// `send-to.ts <JSON list of {url, timeoutMs}>`.
import { createGotHttpSender } from '../net/got-http-sender.ts';

const targets: { url: string; timeoutMs: number }[] = JSON.parse(process.argv[2] ?? '[]');
const sender = createGotHttpSender();
const results = await Promise.all(
  targets.map(async (target) => {
    const request = { ...target, headers: {}, body: Buffer.from('{}'), maxResponseBytes: 1000 };
    const result = await sender.send(request);
    return result.kind === 'response' ? result.statusCode : result.failure;
  }),
);
console.log(JSON.stringify(results));
