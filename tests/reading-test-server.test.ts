import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { describeRequestReading } from './support/describe-request-reading.ts';
import { tempDir } from './support/temp-dir.ts';

describeRequestReading("functions-framework's test server", async () => {
  const dir = tempDir();
  process.env.CARVOS_DATA_DIR = dir.path;
  process.env.LOG_LEVEL = 'silent';
  http('rest', (await import('../functions/rest/index.ts')).rest);
  http('webhooks', (await import('../functions/webhooks/index.ts')).webhooks);
  const { runtime } = await import('../functions/shared/runtime.ts');
  const atsId = 'framework';
  const ats = await createAts(runtime(), { atsId, name: 'Framework', webhookUrl: null });
  const servers = [getTestServer('rest'), getTestServer('webhooks')];
  const [restUrl = '', webhooksUrl = ''] = await Promise.all(
    servers.map(async (server) => {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }),
  );
  return {
    restUrl,
    webhooksUrl,
    atsId,
    apiKey: ats.apiKey,
    incomingSecret: ats.incomingSecret,
    now: () => Date.now(),
    async stop() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await runtime().close();
      dir.remove();
    },
  };
});
