import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../../functions/shared/core/duration.ts';
import { paths } from '../../functions/shared/core/paths.ts';
import { setWebhookUrl } from '../../functions/shared/flows/update-ats.ts';
import {
  type EmulatedPlatform,
  openEmulatedPlatform,
} from '../../scripts/emulators/open-emulated-platform.ts';
import { startGateway } from '../../scripts/local/start-gateway.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { tempDir } from '../support/temp-dir.ts';
import { ADA } from '../support/test-gateway.ts';
import { testIds } from '../support/test-ids.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const OUTAGE_MS = 20_000;
const AROUND_MS = 3000;
const PUSH_EVERY_MS = 100;

/** A busy machine pushes less often than it is meant to; this part of it shows what is to be shown. */
const ENOUGH = 10;
const PATIENCE_MS = 120_000;

/** The clients' deadlines are of real time, and so this outage is; what would take minutes afterwards is not waited for. */
class SkippingClock {
  #skipped = 0;

  now(): number {
    return Date.now() + this.#skipped;
  }

  skip(ms: number): void {
    this.#skipped += ms;
  }
}

interface Backends {
  firestore: TcpProxy;
  platform: EmulatedPlatform;
}

interface Outage {
  begin(backends: Backends): void;
  end(backends: Backends): void;
}

const OUTAGES: Record<string, Outage> = {
  'Firestore was suspended': {
    begin: ({ firestore }) => firestore.freeze(),
    end: ({ firestore }) => firestore.restore(),
  },
  'Firestore was cut off': {
    begin: ({ firestore }) => firestore.cut(),
    end: ({ firestore }) => firestore.restore(),
  },
  'Cloud Tasks did not answer': {
    begin: ({ platform }) => platform.tasks.suspend('silence'),
    end: ({ platform }) => platform.tasks.resume(),
  },
  'Cloud Tasks was cut off': {
    begin: ({ platform }) => platform.tasks.suspend('refuse'),
    end: ({ platform }) => platform.tasks.resume(),
  },
};

interface Push {
  status: number;
  referenceId: string;
  tookMs: number;
  during: boolean;
}

/** Pushes candidates the whole time, with the outage in the middle, and lets everything come to its end. */
async function live(outage: Outage) {
  const clock = new SkippingClock();
  const dir = tempDir();
  const firestore = await startTcpProxy(process.env.FIRESTORE_EMULATOR_HOST ?? '');
  let platform: EmulatedPlatform | undefined;
  const gateway = await startGateway({
    port: 0,
    dataDir: dir.path,
    inboxInMemory: true,
    aiStandInMode: 'sync',
    async openPlatform(baseUrl) {
      const firestoreEmulator = firestore.address;
      const overrides = { ids: testIds(clock) };
      const config = { logLevel: 'silent' } as const;
      platform = await openEmulatedPlatform({ baseUrl, clock, firestoreEmulator, config, overrides });
      return platform;
    },
  });
  const receiver = new WebhookReceiver({
    secret: () => gateway.demo.outgoing_secret,
    now: () => clock.now(),
  });
  await setWebhookUrl(gateway.runtime, 'demo', await receiver.start());
  const backends = { firestore, platform: platform as unknown as EmulatedPlatform };

  const pushes: Promise<Push>[] = [];
  let away = false;
  let over = false;
  const push = async (n: number): Promise<Push> => {
    const during = away;
    const startedAt = performance.now();
    const response = await fetch(`${gateway.baseUrl}/v1/candidates`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': gateway.demo.api_key,
        'x-ats-client-id': 'acme',
        'x-ats-user-id': 'u',
      },
      body: JSON.stringify({ ...ADA, candidate_id: `c-${n}` }),
    });
    const { reference_id: referenceId = '' } = (await response.json()) as { reference_id?: string };
    return { status: response.status, referenceId, tookMs: performance.now() - startedAt, during };
  };
  const pushing = (async () => {
    for (let n = 0; !over; n += 1) {
      pushes.push(push(n));
      await pause(PUSH_EVERY_MS);
    }
  })();
  const working = (async () => {
    while (!over) {
      await gateway.runDueTasks();
      await pause(PUSH_EVERY_MS);
    }
  })();
  await pause(AROUND_MS);
  away = true;
  outage.begin(backends);
  await pause(OUTAGE_MS);
  outage.end(backends);
  away = false;
  await pause(AROUND_MS);
  over = true;
  await Promise.all([pushing, working]);
  const answers = await Promise.all(pushes);
  // Leases lapse, queues back off, and sweep finds what was lost: minutes that need not be waited for.
  for (let minutes = 0; minutes < 15; minutes += 1) {
    clock.skip(MINUTE_MS);
    await gateway.sweepOnce();
    await gateway.runDueTasks();
  }
  const accepted = answers.filter(({ status }) => status === 202).map(({ referenceId }) => referenceId);
  const stored: unknown[] = [];
  for (let at = 0; at < accepted.length; at += 100) {
    stored.push(
      ...(await gateway.runtime.store.getAll<object[]>(...accepted.slice(at, at + 100).map(paths.event))),
    );
  }
  const delivered = receiver.of('candidate.created').map(({ json }) => json.reference_id);
  await gateway.stop();
  await receiver.stop();
  await firestore.stop();
  dir.remove();
  return { answers, accepted, stored, delivered };
}

describe('20 s without a backend, in the middle of the work', () => {
  const lives = new Map<string, Awaited<ReturnType<typeof live>>>();
  beforeAll(async () => {
    // All at once: the time that passes is the outage's.
    await Promise.all(
      Object.entries(OUTAGES).map(async ([name, outage]) => void lives.set(name, await live(outage))),
    );
  }, PATIENCE_MS);

  describe.each(Object.keys(OUTAGES))('%s', (name) => {
    const outcome = () => {
      const found = lives.get(name);
      if (found === undefined) throw new Error('it was not lived through');
      return found;
    };

    test('every 202 stands for an event that is stored, and all of them are delivered', () => {
      const { accepted, stored, delivered } = outcome();
      expect(accepted.length).toBeGreaterThan((2 * AROUND_MS) / PUSH_EVERY_MS / ENOUGH);
      expect(stored.filter((event) => event === undefined)).toEqual([]);
      expect(accepted.filter((referenceId) => !delivered.includes(referenceId))).toEqual([]);
    });

    test('whatever was not accepted was told so, in JSON and in time', () => {
      const { answers } = outcome();
      const statuses = new Set(answers.map(({ status }) => status));
      expect([...statuses].filter((status) => status !== 202 && status !== 503)).toEqual([]);
      expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(OUTAGE_MS);
    });

    test('accepting goes on without Cloud Tasks, and not without Firestore', () => {
      const during = outcome().answers.filter((answer) => answer.during);
      const accepted = during.filter(({ status }) => status === 202).length;
      expect(during.length).toBeGreaterThan(OUTAGE_MS / PUSH_EVERY_MS / ENOUGH);
      if (name.startsWith('Cloud Tasks')) expect(accepted).toBe(during.length);
      else expect(accepted).toBeLessThan(during.length);
    });
  });
});
