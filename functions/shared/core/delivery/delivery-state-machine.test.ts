import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptOutcome } from './delivery.ts';
import { type Crash, DeliveryWorld, type Step, seen, start } from './delivery-world.model.ts';

const MINUTE = 60_000;
const outcome = fc.constantFrom<AttemptOutcome>('failure', 'error', 'failure', 'error', 'success');
const crash = fc.constantFrom<Crash>('no', 'no', 'before-write', 'after-write', 'hang');
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const worker = fc.nat({ max: 3 });
/** Often just before or after the end of a lease, where a worker may no longer begin. */
const ms = fc.oneof(fc.integer({ min: 45_000, max: 61_000 }), fc.nat({ max: 200 * MINUTE }));
const of = <D extends Step['do']>(name: D) => ({ do: fc.constant(name) });
const steps = fc.array<Step>(
  fc.oneof(
    fc.record({ ...of('advance'), ms }),
    fc.record({ ...of('until-due'), early: fc.constantFrom(0, 0, 1) }),
    fc.record({ ...of('task'), from: fc.constantFrom('queue', 'now'), keep: fc.boolean() }),
    fc.record({
      ...of('stray-task'),
      task: fc.record({ ladder: fc.nat({ max: 4 }), n: fc.nat({ max: 5 }) }),
    }),
    fc.record({ ...of('send'), worker, ms: fc.nat({ max: 5000 }) }),
    fc.record({ ...of('write'), worker, outcome, crash, random }),
    fc.record({ ...of('attempt'), outcome, crash, random }),
    fc.record(of('sweep')),
    fc.record(of('resend')),
    fc.record(of('switch-ats')),
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
);

test('whatever happens, in whatever order, no rung is skipped or early, and the sweep brings it to an end', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 }), steps, (ladder, list) => {
      const world = new DeliveryWorld(ladder);
      for (const step of list) world.run(step);
      // From here on all tasks are lost and all attempts fail; the sweep alone must see it through, a sweep a rung.
      if (!world.enabled) world.run({ do: 'switch-ats' });
      for (let rounds = 0; world.delivery.state === 'pending'; rounds += 1) {
        expect(rounds).toBeLessThan(5);
        world.run({ do: 'advance', ms: Math.max(0, (world.delivery.sweepAt ?? 0) - world.now) });
        world.run({ do: 'sweep' });
        world.run({ do: 'attempt', outcome: 'failure', crash: 'after-write', random: 0 });
      }
    }),
    { numRuns: 250 },
  );
  const met = ['settled', 'stale', 'early', 'leased', 'ready', 'postponed', 'swept', 'write refused'];
  const ends = ['no lease left', 'delivered', 'exhausted', 'resent', 'resend refused'];
  expect([...seen]).toEqual(expect.arrayContaining([...met, ...ends]));
});

test('undisturbed, a failing endpoint is called at once and then after exactly 1, 5, 30 and 120 min', () => {
  const world = new DeliveryWorld(0);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    world.run({ do: 'until-due', early: 0 });
    world.run({ do: 'task', from: 'queue', keep: false });
    world.run({ do: 'send', worker: 0, ms: 0 });
    world.run({ do: 'write', worker: 0, outcome: 'failure', crash: 'no', random: 0 });
  }
  expect(world.sent.map((at) => (at - start) / MINUTE)).toEqual([0, 1, 6, 36, 156]);
  expect(world.delivery.state).toBe('exhausted');
  expect(world.queue).toEqual([]);
});

test('a crash before the result is written repeats the same rung, once the lease has ended', () => {
  const world = new DeliveryWorld(0);
  world.run({ do: 'attempt', outcome: 'success', crash: 'before-write', random: 0 });
  world.run({ do: 'task', from: 'now', keep: true });
  expect(world.sent).toEqual([start]);
  world.run({ do: 'advance', ms: 55_000 });
  world.run({ do: 'attempt', outcome: 'success', crash: 'no', random: 0 });
  expect(world.sent).toEqual([start, start + MINUTE]);
  expect(world.delivery.attempts).toMatchObject([{ number: 1, at: start + MINUTE, outcome: 'success' }]);
});

test('while its ATS is disabled a delivery waits without using up a rung', () => {
  const world = new DeliveryWorld(0);
  world.run({ do: 'switch-ats' });
  for (let looks = 0; looks < 20; looks += 1)
    world.run({ do: 'attempt', outcome: 'failure', crash: 'no', random: 0 });
  expect(world.sent).toEqual([]);
  world.run({ do: 'switch-ats' });
  world.run({ do: 'attempt', outcome: 'success', crash: 'no', random: 0 });
  expect(world.delivery).toMatchObject({ state: 'delivered', n: 1 });
});
