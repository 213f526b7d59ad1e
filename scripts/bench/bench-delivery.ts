import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startChild } from '../../tests/support/child-server.ts';
import { NameServer } from '../../tests/support/name-server.ts';
import { type BenchRow, median, round } from './figures.ts';

export interface BenchDeliveryOptions {
  dir: string;
  rounds: number;
  /** Of each round, for each side. */
  deliveries: number;
  progress: (text: string) => void;
}

/** Sends under way at once, on both sides: what one process takes on of its queue. */
export const CONCURRENCY = 64;

/** What the receiver is called: what is sent in production's way is not sent to `localhost`. */
const HOST = 'ats.example';

/**
 * Queue → claim → signed HTTPS POST → written down, through the worker function and over real TLS; against a bare got loop to the
 * same receiver. Our side sends as in production: the name is looked up at a name server, and each address passes the filter. Each side
 * is a process of its own, the two in turn; the receiver is this one.
 */
export async function benchDelivery({
  dir,
  rounds,
  deliveries,
  progress,
}: BenchDeliveryOptions): Promise<BenchRow> {
  const { key, cert, certFile } = certificate(dir);
  const receiver = createServer({ key, cert }, (request, response) => {
    request.resume();
    request.on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = (host: string) => `https://${host}:${(receiver.address() as AddressInfo).port}/hook`;
  const names = new NameServer();
  names.answer(HOST, ['127.0.0.1']);
  const nameServer = await names.start();
  try {
    const pairs: { subject: Side; bare: Side }[] = [];
    for (let count = 0; count <= rounds; count += 1) {
      progress(`delivery: round ${count} of ${rounds}`);
      const args = [certFile, String(deliveries)];
      const dataDir = join(dir, `delivery-${count}`);
      const subject = await runSide('deliver-side.ts', [url(HOST), ...args, dataDir, nameServer]);
      pairs.push({ subject, bare: await runSide('got-side.ts', [url('localhost'), ...args]) });
    }
    const counted = pairs.slice(1);
    return {
      name: 'delivery',
      subject: 'queue → claim → signed HTTPS POST to a local receiver → written down, 1 KB',
      yardstick: `a bare got loop to the same receiver, ${CONCURRENCY} at once as well`,
      ratios: [
        {
          name: 'deliveries/s',
          value: round(median(counted.map(({ subject, bare }) => bare.seconds / subject.seconds))),
          target: { atLeast: 0.6 },
        },
      ],
      figures: {
        per_second: round(median(counted.map(({ subject }) => deliveries / subject.seconds)), 0),
        bare_per_second: round(median(counted.map(({ bare }) => deliveries / bare.seconds)), 0),
        memory_mib: median(counted.map(({ subject }) => subject.memoryMib)),
        bare_memory_mib: median(counted.map(({ bare }) => bare.memoryMib)),
      },
    };
  } finally {
    receiver.closeAllConnections();
    receiver.close();
    await names.stop();
  }
}

/** What a side prints when it is done. */
export interface Side {
  seconds: number;
  memoryMib: number;
}

async function runSide(script: string, args: string[]): Promise<Side> {
  const child = await startChild([join('scripts/bench', script), ...args], {
    env: {},
    ready: /^RESULT .*\n/m,
  });
  await child.end();
  return JSON.parse(/^RESULT (.*)$/m.exec(child.output())?.[1] ?? '') as Side;
}

/** A certificate for both names of the receiver, made for this run. */
function certificate(dir: string) {
  const [keyFile, certFile] = [join(dir, 'receiver.key'), join(dir, 'receiver.crt')];
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=DNS:localhost,DNS:${HOST}`];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const out = ['-days', '1', '-keyout', keyFile, '-out', certFile];
  execFileSync('openssl', ['req', '-x509', ...newKey, ...subject, ...out], { stdio: 'pipe' });
  return { key: readFileSync(keyFile), cert: readFileSync(certFile), certFile };
}
