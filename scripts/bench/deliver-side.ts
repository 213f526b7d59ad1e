import { readFileSync } from 'node:fs';
import { createAddressFilter } from '../../functions/shared/adapters/net/address-filter.ts';
import { createGotHttpSender } from '../../functions/shared/adapters/net/got-http-sender.ts';
import { loadLocalConfig } from '../../functions/shared/config.ts';
import { addressProblem } from '../../functions/shared/core/addresses/address-problem.ts';
import { createDelivery } from '../../functions/shared/core/delivery/create-delivery.ts';
import type { Delivery } from '../../functions/shared/core/delivery/delivery.ts';
import { outgoingEventId } from '../../functions/shared/core/envelope.ts';
import { paths } from '../../functions/shared/core/paths.ts';
import { physicalQueues } from '../../functions/shared/core/queues.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { enqueueDelivery } from '../../functions/shared/flows/enqueue-delivery.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { startLocalGateway } from '../local/local-gateway.ts';

/** Our side of the delivery row: `deliver-side.ts <url> <certificate> <count> <data folder> <name server>`. */
const [url = '', certFile = '', count = '0', dataDir = '', nameServer = ''] = process.argv.slice(2);

async function prepare(runtime: Runtime): Promise<Delivery[]> {
  await createAts(runtime, { atsId: 'bench', name: 'Bench', webhookUrl: url });
  const now = runtime.clock.now();
  const payload = Buffer.alloc(1000, 'x');
  const made = Array.from({ length: Number(count) }, (_, index) => {
    const deliveryId = outgoingEventId(String(index), 'candidate.created');
    const names = {
      deliveryId,
      atsId: 'bench',
      clientId: 'c',
      referenceId: String(index),
      event: 'candidate.created',
    };
    return createDelivery({ ...names, payload }, now);
  });
  await runtime.store.commit(
    made.map((data) => ({ type: 'create', path: paths.delivery(data.deliveryId), data }) as const),
  );
  await Promise.all(made.map((delivery) => enqueueDelivery(runtime, delivery)));
  return made;
}

// Without the rates that production limits each queue to: what is measured is the work behind them.
const queues = physicalQueues().map(({ spec, ...queue }) => ({
  ...queue,
  spec: { ...spec, maxDispatchesPerSecond: 1_000_000, maxConcurrentDispatches: 1000 },
}));
const config = { ...loadLocalConfig({}), dataDir, port: 0, logLevel: 'info' } as const;
// The sender of production, but for who is asked for names, and that this machine's own address is taken for public.
const problemOf = (address: string) => (address === '127.0.0.1' ? undefined : addressProblem(address));
const filter = createAddressFilter({ servers: [nameServer], problemOf });
const sender = createGotHttpSender({ filter, ca: [readFileSync(certFile, 'utf8')] });
let delivered = 0;
const done = Promise.withResolvers<void>();
// The log line of each attempt is written, as it is in production, and counted.
const logDestination = {
  write(line: string) {
    if (line.includes('"state":"delivered"')) delivered += 1;
    if (delivered === Number(count)) done.resolve();
    return true;
  },
} as unknown as NodeJS.WritableStream;
const gateway = await startLocalGateway(config, { sender, queues, logDestination });
await prepare(gateway.runtime);
const started = performance.now();
gateway.startQueue();
await done.promise;
const seconds = (performance.now() - started) / 1000;
const memoryMib = Math.round(process.memoryUsage().rss / 2 ** 20);
process.stdout.write(`RESULT ${JSON.stringify({ seconds, memoryMib })}\n`);
await gateway.stop();
