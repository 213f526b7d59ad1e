import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aiServiceDocument } from '../functions/shared/openapi/ai-service-document.ts';
import { openApiDocument } from '../functions/shared/openapi/open-api-document.ts';
import { describedOperations } from './support/described-operations.ts';
import { arbitraryRequest } from './support/fuzz/arbitrary-request.ts';
import { FuzzWorld } from './support/fuzz/fuzz-world.ts';

const LIMIT_MS = 3_600_000;

/** `CARVOS_FUZZ_CALLS=100000 CARVOS_FUZZ_SEED=7 npm test -- tests/fuzz` looks further, and elsewhere. */
const { CARVOS_FUZZ_CALLS = '2000', CARVOS_FUZZ_SEED = '1' } = process.env;
const SETTINGS = { numRuns: Number(CARVOS_FUZZ_CALLS), seed: Number(CARVOS_FUZZ_SEED) };

/** What CarvOS answers when nothing of its own is wrong. */
const EXPECTED = [200, 202, 400, 401, 404, 405, 409, 413, 415, 422];

const offered = (path: string) => path.startsWith('/internal/');
const operations = [
  ...describedOperations(openApiDocument()),
  ...describedOperations(aiServiceDocument()).filter(({ template }) => offered(template)),
];

let world: FuzzWorld;
beforeAll(async () => {
  world = await FuzzWorld.start();
});
afterAll(() => world.stop());

test(
  `no request is answered otherwise than documented, and none with a 500 (${SETTINGS.numRuns} calls, seed ${SETTINGS.seed})`,
  async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRequest(operations), async (request) => {
        const { status, text } = await world.send(request);
        if (status >= 500) throw new Error(`${status} ${text}`);
      }),
      SETTINGS,
    );
    // With fewer calls than these some may not have come up.
    if (SETTINGS.numRuns >= 2000)
      expect([...world.statuses.keys()]).toEqual(expect.arrayContaining(EXPECTED));
    process.stdout.write(`Fuzzed: ${JSON.stringify(Object.fromEntries(world.statuses))}\n`);
  },
  LIMIT_MS,
);

test(
  'all that was accepted is processed, and told of as documented',
  async () => {
    let dispatched: number;
    do dispatched = await world.carvos.after(1000);
    while (dispatched > 0);
    const { received } = world.carvos.receiver;
    expect(received.length).toBeGreaterThan(0);
    expect(received.filter(({ verified }) => !verified)).toEqual([]);
  },
  LIMIT_MS,
);
