import { describeRequestReading } from './support/describe-request-reading.ts';
import { TestGateway } from './support/test-gateway.ts';

describeRequestReading('the local server', async () => {
  const carvos = await TestGateway.start();
  const { baseUrl, demo } = carvos.gateway;
  return {
    restUrl: baseUrl,
    webhooksUrl: baseUrl,
    atsId: demo.ats_id,
    apiKey: demo.api_key,
    incomingSecret: demo.incoming_secret,
    now: () => carvos.clock.now(),
    stop: () => carvos.stop(),
  };
});
