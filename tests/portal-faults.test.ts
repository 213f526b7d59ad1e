import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getAts } from '../functions/shared/flows/get-ats.ts';
import { addPerson, type PortalAnswer, PortalClient } from './support/portal-client.ts';
import { TestGateway } from './support/test-gateway.ts';

/** What may fail: calls of the ports that are on the other side of a network in production. */
const REMOTE = {
  store: ['getAll', 'commit', 'query', 'count'],
  portalIdentity: ['signIn', 'verify', 'create', 'find', 'passwordCode', 'sendPasswordMail', 'setPassword'],
} as const;

/** `before`: it never arrived. `after`: it took effect, and its answer was lost. */
type Fault = { call: number; when: 'before' | 'after' };

interface World {
  carvos: TestGateway;
  /** One more of these with each run, so that all runs can share a world. */
  run: number;
  admin: PortalClient;
  staff: PortalClient;
}

interface Scenario {
  name: string;
  prepare?(world: World): Promise<void>;
  /** What somebody does, and does again where it failed. */
  act(world: World): Promise<PortalAnswer>;
  /** What must be so in the end, however often it was tried. */
  check(world: World, last: PortalAnswer): Promise<void>;
}

/** Has one call of a remote port fail, and counts all of them. */
class Faults {
  calls = 0;
  #fault: Fault | undefined;
  readonly #restore: (() => void)[] = [];

  constructor(ports: object) {
    for (const [port, methods] of Object.entries(REMOTE)) {
      const target = (ports as Record<string, Record<string, unknown>>)[port] ?? {};
      for (const method of methods) this.#wrap(target, method);
    }
  }

  arm(fault: Fault | undefined): void {
    this.calls = 0;
    this.#fault = fault;
  }

  restore(): void {
    for (const restore of this.#restore) restore();
  }

  #wrap(target: Record<string, unknown>, method: string): void {
    const original = target[method] as (...args: unknown[]) => Promise<unknown>;
    target[method] = async (...args: unknown[]) => {
      this.calls += 1;
      const fault = this.#fault?.call === this.calls ? this.#fault : undefined;
      if (fault?.when === 'before') throw new Error('away');
      const answer = await original.apply(target, args);
      if (fault) throw new Error('lost');
      return answer;
    };
    this.#restore.push(() => {
      target[method] = original;
    });
  }
}

const person = ({ run }: Pick<World, 'run'>) => ({
  email: `p${run}@demo.example`,
  password: `the password of ${run}`,
});
const activities = async ({ admin }: World, action: string) =>
  (await admin.get('/ats/demo/activity?limit=100')).json.data.filter(
    (activity: { action: string }) => activity.action === action,
  );

const SCENARIOS: Scenario[] = [
  {
    name: 'signing in',
    prepare: async (world) => {
      const { email, password } = person(world);
      await addPerson(world.carvos.gateway, email, { role: 'staff' }, password);
    },
    act: (world) => new PortalClient(world.carvos.gateway).post('/session', person(world)),
    check: async (_, last) => expect(last.status).toBe(200),
  },
  {
    name: 'signing out',
    prepare: async (world) => {
      world.staff = await PortalClient.signIn(world.carvos, world.carvos.gateway.demo.staff);
    },
    act: ({ staff }) => staff.call('DELETE', '/session'),
    check: async ({ staff, carvos }, last) => {
      // Tried again, it may have ended already.
      expect([200, 401]).toContain(last.status);
      expect((await new PortalClient(carvos.gateway, staff.cookie).get('/session')).status).toBe(401);
      carvos.clock.advance(1000);
      await staff.post('/session', carvos.gateway.demo.staff);
    },
  },
  {
    name: 'setting a password',
    act: async (world) => {
      const { email, password } = person(world);
      const code = codes.get(email);
      return new PortalClient(world.carvos.gateway).post('/passwords', { code, password });
    },
    prepare: async (world) => void (await makeCode(world)),
    check: async (world, last) => {
      expect([200, 422]).toContain(last.status);
      await PortalClient.signIn(world.carvos, person(world));
    },
  },
  {
    name: 'an edit',
    act: async ({ admin, run }) => {
      const read = await admin.get('/ats/demo');
      if (read.status !== 200) return read;
      return admin.call('PATCH', '/ats/demo', { body: { version: read.json.version, name: `Name ${run}` } });
    },
    check: async (world, last) => {
      expect(last.json.name).toBe(`Name ${world.run}`);
      const told = (await activities(world, 'configuration.changed')).filter(
        ({ changes }: { changes: { after: string }[] }) => changes[0]?.after === `Name ${world.run}`,
      );
      expect(told).toHaveLength(1);
    },
  },
  {
    name: 'rotating the API key',
    act: ({ admin }) => admin.post('/ats/demo/api-key/rotate'),
    check: async ({ carvos }, last) => {
      const { authorizeApiKey } = await import('../functions/shared/http/authorize-api-key.ts');
      const ats = await getAts(carvos.gateway.runtime, 'demo');
      expect(authorizeApiKey(ats, last.json.api_key)).toBe(ats);
    },
  },
  {
    name: 'rotating a webhook secret',
    act: ({ admin }) => admin.post('/ats/demo/webhook-secrets/incoming/rotate'),
    check: async ({ admin }, last) => {
      const revealed = await admin.post('/ats/demo/webhook-secrets/reveal');
      expect(revealed.json.incoming_secret).toBe(last.json.secret);
    },
  },
  {
    name: 'revealing the secrets',
    prepare: async (world) => {
      reveals = (await activities(world, 'webhook_secrets.revealed')).length;
    },
    act: ({ admin }) => admin.post('/ats/demo/webhook-secrets/reveal'),
    check: async (world, last) => {
      expect(last.status).toBe(200);
      expect((await activities(world, 'webhook_secrets.revealed')).length).toBeGreaterThan(reveals);
    },
  },
  {
    name: 'inviting an administrator',
    act: (world) => world.staff.post('/ats/demo/invitations', { email: person(world).email }),
    check: async (world, last) => {
      const code = decodeURIComponent(new URL(last.json.url).hash.replace('#code=', ''));
      const { email, password } = person(world);
      await new PortalClient(world.carvos.gateway).post('/passwords', { code, password });
      const invited = await PortalClient.signIn(world.carvos, { email, password });
      expect((await invited.get('/session')).json.ats_id).toBe('demo');
      expect((await activities(world, 'administrator.invited')).length).toBeGreaterThan(0);
    },
  },
  {
    name: 'onboarding an ATS',
    act: (world) =>
      world.staff.post('/ats', {
        ats_id: `ats-${world.run}`,
        name: 'New',
        administrator_email: person(world).email,
      }),
    check: async ({ carvos, run, staff }, last) => {
      expect(last.status).toBe(201);
      const { authorizeApiKey } = await import('../functions/shared/http/authorize-api-key.ts');
      const ats = await getAts(carvos.gateway.runtime, `ats-${run}`);
      expect(authorizeApiKey(ats, last.json.api_key)).toBe(ats);
      const { email } = person({ run });
      const again = () => staff.post(`/ats/ats-${run}/invitations`, { email });
      const invited = last.json.invitation ?? (await again()).json;
      expect(invited.url).toContain('#code=');
    },
  },
];

let reveals = 0;
const codes = new Map<string, string>();
async function makeCode(world: World): Promise<string> {
  const { email } = person(world);
  const { portalIdentity } = world.carvos.gateway.runtime;
  await portalIdentity.create(email, { role: 'staff' });
  const { code } = await portalIdentity.passwordCode(email);
  codes.set(email, code);
  return code;
}

describe('whatever call fails, before or after it took effect, trying again ends right', () => {
  let world: World;
  let faults: Faults;
  beforeAll(async () => {
    const carvos = await TestGateway.start();
    const { portal, staff } = carvos.gateway.demo;
    faults = new Faults(carvos.gateway.runtime);
    world = {
      carvos,
      run: 0,
      admin: await PortalClient.signIn(carvos, portal),
      staff: await PortalClient.signIn(carvos, staff),
    };
  });
  afterAll(async () => {
    faults.restore();
    await world.carvos.stop();
  });

  /** One try with the fault, and where it failed one more without. Resolves to how many calls the first one made. */
  async function runOnce(scenario: Scenario, fault: Fault | undefined): Promise<number> {
    world.run += 1;
    // The next minute: nobody is told that they try too often.
    world.carvos.clock.advance(60_000);
    faults.arm(undefined);
    await scenario.prepare?.(world);
    faults.arm(fault);
    const first = await scenario.act(world);
    const { calls } = faults;
    faults.arm(undefined);
    expect([fault, first.status]).toEqual([fault, expect.any(Number)]);
    if (first.status >= 500) expect(first.status).toBe(503);
    const last = first.status === 503 ? await scenario.act(world) : first;
    await scenario.check(world, last);
    return calls;
  }

  test.each(SCENARIOS)('$name', async (scenario) => {
    const calls = await runOnce(scenario, undefined);
    expect(calls).toBeGreaterThan(1);
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ['before', 'after'] as const) await runOnce(scenario, { call, when });
    }
  });
});
