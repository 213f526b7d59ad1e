import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Delivery } from '../functions/shared/core/delivery/delivery.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import { AI_PATIENCE_MS, DELIVERY_TIMEOUT_MS } from '../functions/shared/core/limits.ts';
import { QUEUES } from '../functions/shared/core/queues.ts';
import { RETRY_LADDER } from '../functions/shared/core/retry-ladder.ts';
import { failureAt } from '../scripts/outages/outage.ts';
import { busiestSecond } from '../scripts/outages/per-second.ts';
import type { Scenario } from '../scripts/outages/scenario.ts';
import { aiDownForADay } from '../scripts/outages/scenarios/ai-down-for-a-day.ts';
import { aiDownForAnHour } from '../scripts/outages/scenarios/ai-down-for-an-hour.ts';
import {
  atsDisabledForAnHour,
  DISABLED_MS,
  ENABLED_MS,
} from '../scripts/outages/scenarios/ats-disabled-for-an-hour.ts';
import {
  atsDownForANight,
  DEAD,
  HEALTHY,
  RESYNC,
} from '../scripts/outages/scenarios/ats-down-for-a-night.ts';
import { backendsAway, STORE_AWAY } from '../scripts/outages/scenarios/backends-away.ts';
import { BEGIN, type SimulationResult, simulate } from '../scripts/outages/simulate.ts';

const SIMULATION_LIMIT_MS = 60_000;

/** The simulated clock moves in whole seconds: what is due in between is done at the next one. */
const LOOK_MS = SECOND_MS;

let result: SimulationResult;

const simulated = (scenario: Scenario) =>
  beforeAll(async () => {
    result = await simulate(scenario);
  }, SIMULATION_LIMIT_MS);

const flows = () => result.acceptances.map(({ referenceId, push }) => ({ push, ...flow(referenceId) }));

function flow(referenceId: string) {
  const timeline = result.timelines.get(referenceId);
  if (timeline === undefined) throw new Error(`nothing is known of ${referenceId}`);
  const own = timeline.deliveries.filter(({ event }) => event === timeline.event.type);
  return { ...timeline, own };
}

const allDeliveries = () => [...result.timelines.values()].flatMap(({ deliveries }) => deliveries);

const attemptsByWebhook = () => Map.groupBy(result.webhooks, ({ eventId }) => eventId);

/** What must hold after every outage, whatever it was. */
function itEndsRight(accepted: number): void {
  test('every push was accepted once, and every accepted event has ended in exactly one webhook', () => {
    expect(result.acceptances).toHaveLength(accepted);
    expect(result.timelines.size).toBe(accepted);
    expect(flows().filter(({ event, own }) => event.state !== 'settled' || own.length !== 1)).toEqual([]);
    const ofEvents = result.acceptances.map(({ referenceId }) => flow(referenceId).own[0]?.deliveryId);
    const ofWorkspaces = result.webhooks.filter(({ event }) => event.startsWith('workspace.'));
    const sent = new Set(result.webhooks.map(({ eventId }) => eventId));
    expect(sent).toEqual(new Set([...ofEvents, ...ofWorkspaces.map(({ eventId }) => eventId)]));
    expect(result.webhooks.every(({ verified }) => verified)).toBe(true);
  });

  test('each client and each user is told of once', () => {
    const told = allDeliveries().filter(({ event }) => event.startsWith('workspace.'));
    const ats = ({ atsId, clientId }: { atsId: string; clientId: string }) => `${atsId}/${clientId}`;
    const clients = new Set(result.acceptances.map(({ push }) => ats(push)));
    const users = new Set(result.acceptances.map(({ push }) => `${ats(push)}/${push.userId}`));
    expect(
      told
        .filter(({ event }) => event === 'workspace.provisioned')
        .map(ats)
        .toSorted(),
    ).toEqual([...clients].toSorted());
    expect(told.filter(({ event }) => event === 'workspace.member_added')).toHaveLength(users.size);
  });

  test('nothing is pending and no task is left over', () => {
    expect(allDeliveries().filter(({ state }) => state === 'pending')).toEqual([]);
    expect(result.unfinished).toBe(0);
    expect(result.tasksLeft).toBe(0);
  });

  test('the backlog drains smoothly: the busiest second stays below the bound', () => {
    const { outages, lengthMs, drainBound } = result.scenario;
    const window = { fromMs: outages.at(-1)?.toMs ?? 0, lengthMs };
    expect(busiestSecond(result.aiCalls, window)).toBeLessThanOrEqual(drainBound.aiCalls);
    expect(busiestSecond(result.webhooks, window)).toBeLessThanOrEqual(drainBound.webhooks);
  });
}

describe('the AI service is down for an hour', () => {
  simulated(aiDownForAnHour);
  itEndsRight(4000);

  test('more than 3,000 events came in while it was down, and all ended in success', () => {
    const [outage] = aiDownForAnHour.outages;
    const inOutage = flows().filter(({ push }) => failureAt(aiDownForAnHour.outages, 'ai', push.atMs));
    expect(inOutage.length).toBeGreaterThanOrEqual(2950);
    expect(flows().filter(({ event }) => event.outcome !== 'success')).toEqual([]);
    // The longest back-off and its jitter, the time limit of a call that began before the end, and the call itself.
    const drained = Math.max(...flows().map(({ event }) => event.settledAt ?? 0)) - BEGIN;
    const last = Math.max(...inOutage.map(({ event }) => event.settledAt ?? 0)) - BEGIN;
    expect(last - (outage?.toMs ?? 0)).toBeLessThanOrEqual(11 * MINUTE_MS + 20 * SECOND_MS + SECOND_MS);
    expect(drained).toBeLessThan(aiDownForAnHour.lengthMs);
  });

  test('each event is called for once after it is back, and with ever longer pauses before', () => {
    const calls = Map.groupBy(result.aiCalls, ({ referenceId }) => referenceId);
    expect(calls.size).toBe(4000);
    const wrong = [...calls.values()].filter((ofEvent) => {
      const answered = ofEvent.filter((call) => call.answered).length;
      const waits = ofEvent.slice(1).map(({ at }, index) => at - (ofEvent[index]?.at ?? 0));
      const early = waits.filter(
        (wait, index) => wait < Math.min(5 * SECOND_MS * 2 ** index, 10 * MINUTE_MS),
      );
      return answered !== 1 || !ofEvent.at(-1)?.answered || early.length > 0 || ofEvent.length > 13;
    });
    expect(wrong).toEqual([]);
  });
});

describe('the endpoint of one ATS is down for a night', () => {
  simulated(atsDownForANight);
  itEndsRight(2300);

  const ofAts = (id: string) => allDeliveries().filter(({ atsId }) => atsId === id);

  test('each delivery climbs the ladder: no rung early, none skipped, none twice, each as late as jitter and queue allow', () => {
    const attempts = attemptsByWebhook();
    // Two re-syncs' time-outs of 5 s share the places of the slow queue.
    const rounds = Math.ceil((2 * RESYNC) / QUEUES['deliver-slow'].maxConcurrentDispatches) + 2;
    const queueing = rounds * (DELIVERY_TIMEOUT_MS + LOOK_MS);
    const wrong = allDeliveries().filter(({ deliveryId, n, attempts: noted }) => {
      const times = (attempts.get(deliveryId) ?? []).map(({ at }) => at);
      const onRung = times.slice(1).every((at, index) => {
        const rung = RETRY_LADDER[index + 1] ?? Number.NaN;
        const wait = at - (times[index] ?? 0);
        return wait >= rung && wait <= rung * 1.1 + DELIVERY_TIMEOUT_MS + queueing;
      });
      return !onRung || times.length !== n || noted.some(({ at }, index) => at !== times[index]);
    });
    expect(wrong).toEqual([]);
  });

  test('what was begun early in the night is exhausted after five attempts; what reaches into the morning is delivered', () => {
    const [outage] = atsDownForANight.outages;
    const [downAt, upAt] = [BEGIN + (outage?.fromMs ?? 0), BEGIN + (outage?.toMs ?? 0)];
    const ladder = RETRY_LADDER.reduce((sum, rung) => sum + rung, 0);
    const attempts = attemptsByWebhook();
    const states = { exhausted: 0, delivered: 0 };
    for (const { deliveryId, state, n, createdAt } of ofAts(DEAD)) {
      const seen = attempts.get(deliveryId) ?? [];
      const landed = seen.some(({ answered }) => answered);
      expect(state).toBe(landed ? 'delivered' : 'exhausted');
      if (!landed) expect(n).toBe(5);
      if (createdAt > downAt && createdAt < upAt - 1.1 * ladder - 5 * MINUTE_MS)
        expect(state).toBe('exhausted');
      if (createdAt > upAt - ladder) expect(state).toBe('delivered');
      if (createdAt < upAt && createdAt > downAt) states[landed ? 'delivered' : 'exhausted'] += 1;
    }
    expect(states.exhausted).toBeGreaterThan(200);
    expect(states.delivered).toBeGreaterThan(1000);
  });

  test('the other ATS gets each webhook at the first attempt', () => {
    for (const delivery of ofAts(HEALTHY)) expect(delivery).toMatchObject({ state: 'delivered', n: 1 });
  });

  test('the other ATS waits for none of it', () => {
    const waits = ofAts(HEALTHY).map((delivery) => (delivery.attempts[0]?.at ?? 0) - delivery.createdAt);
    expect(Math.max(...waits)).toBeLessThanOrEqual(LOOK_MS);
  });
});

describe('the AI service is down for 25 hours', () => {
  simulated(aiDownForADay);
  itEndsRight(35);

  const named = (name: string) => flows().filter(({ push }) => push.recordId.startsWith(name));
  const told = ({ own }: { own: Delivery[] }) =>
    result.webhooks.filter(({ eventId }) => eventId === own[0]?.deliveryId);

  test('events older than 24 hours are told of as ai_unavailable, 24 hours after they came and not before', () => {
    expect(named('given-up')).toHaveLength(15);
    for (const given of named('given-up')) {
      expect(told(given)).toMatchObject([{ status: 'error', code: 'ai_unavailable', answered: true }]);
      const age = (given.event.settledAt ?? 0) - given.event.acceptedAt;
      expect(age).toBeGreaterThanOrEqual(AI_PATIENCE_MS);
      expect(age).toBeLessThanOrEqual(AI_PATIENCE_MS + MINUTE_MS);
    }
  });

  test('what was promised and did not come within 24 hours is told of as ai_result_timeout', () => {
    expect(named('forgotten')).toHaveLength(5);
    for (const given of named('forgotten')) {
      expect(told(given)).toMatchObject([{ status: 'error', code: 'ai_result_timeout' }]);
      const age = (given.event.settledAt ?? 0) - (given.event.aiAcceptedAt ?? 0);
      expect(age).toBeGreaterThanOrEqual(AI_PATIENCE_MS);
      // Only sweep looks for it: two minutes of grace, and it comes by every minute.
      expect(age).toBeLessThanOrEqual(AI_PATIENCE_MS + 4 * MINUTE_MS);
    }
  });

  test('events of the last hours end in success', () => {
    expect(named('late')).toHaveLength(15);
    for (const given of named('late')) expect(told(given)).toMatchObject([{ status: 'success', code: null }]);
  });

  test('one event is called for at most every ten minutes, once it has waited for an hour', () => {
    const calls = Map.groupBy(result.aiCalls, ({ referenceId }) => referenceId);
    const most = 8 + (24 * HOUR_MS) / (10 * MINUTE_MS);
    for (const ofEvent of calls.values()) expect(ofEvent.length).toBeLessThanOrEqual(most);
  });
});

describe('an ATS is disabled for an hour', () => {
  simulated(atsDisabledForAnHour);
  itEndsRight(1390);

  test('its deliveries wait without using up rungs, and all are delivered when it is enabled', () => {
    const tried = result.webhooks.map(({ at }) => at - BEGIN);
    expect(tried.filter((ms) => ms > DISABLED_MS && ms < ENABLED_MS)).toEqual([]);
    expect(allDeliveries().filter(({ state, n }) => state !== 'delivered' || n > 3)).toEqual([]);
  });
});

describe('the store is away for three minutes, and the queue for four', () => {
  simulated(backendsAway);
  itEndsRight(3000);

  test('each event ends in success and each webhook is delivered', () => {
    expect(flows().filter(({ event }) => event.outcome !== 'success')).toEqual([]);
    expect(allDeliveries().filter(({ state }) => state !== 'delivered')).toEqual([]);
  });

  test('an attempt is repeated only where its result could not be written down', () => {
    const repeated = [...attemptsByWebhook().values()].filter(({ length }) => length > 1);
    expect(repeated.length).toBeLessThanOrEqual(10);
    for (const [first] of repeated) {
      const ms = (first?.at ?? 0) - BEGIN;
      expect(ms).toBeGreaterThanOrEqual(STORE_AWAY.fromMs - SECOND_MS);
      expect(ms).toBeLessThan(STORE_AWAY.toMs);
    }
  });

  test('one event is one flow, also when its 202 was lost and its ATS sent it again', () => {
    const records = new Set(result.acceptances.map(({ push }) => push.recordId));
    expect(records.size).toBe(3000);
    expect(new Set(result.aiCalls.map(({ referenceId }) => referenceId)).size).toBe(3000);
  });
});
