import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTask, type Task } from './task.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value));
const text = fc.string({ minLength: 1 });
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const tasks: fc.Arbitrary<Task> = fc.oneof(
  fc.record({ v: fc.constant(1), kind: fc.constant('process'), atsId: text, referenceId: text, n: count }),
  fc.record({
    v: fc.constant(1),
    kind: fc.constant('deliver'),
    atsId: text,
    deliveryId: text,
    ladder: count,
    n: count,
  }),
);

test('a task comes out of the queue as it went in', () => {
  fc.assert(fc.property(tasks, (task) => expect(parseTask(encode(task))).toEqual(task)));
});

test('tasks in flight from the first release stay readable', () => {
  const process = '{"v":1,"kind":"process","atsId":"demo-ats","referenceId":"r-1","n":2}';
  const deliver = '{"v":1,"kind":"deliver","atsId":"demo-ats","deliveryId":"evt_1","ladder":0,"n":4}';
  expect(parseTask(Buffer.from(process))).toMatchObject({ kind: 'process', referenceId: 'r-1', n: 2 });
  expect(parseTask(Buffer.from(deliver))).toMatchObject({ kind: 'deliver', deliveryId: 'evt_1', n: 4 });
});

test('a task from the slow queue says so, and nothing else makes one of it', () => {
  const task = { v: 1, kind: 'deliver', atsId: 'demo-ats', deliveryId: 'evt_1', ladder: 0, n: 0 };
  expect(parseTask(encode({ ...task, slow: true }))).toEqual({ ...task, slow: true });
  for (const slow of [false, 1, 'true', null, {}]) expect(parseTask(encode({ ...task, slow }))).toEqual(task);
});

test('what a task does not have is not passed on', () => {
  const task = { v: 1, kind: 'process', atsId: 'demo-ats', referenceId: 'r-1', n: 0 };
  expect(parseTask(encode({ ...task, secret: 'x', deliveryId: 'evt_1' }))).toEqual(task);
});

describe('what is not a task is undefined, never an exception', () => {
  const good = { v: 1, kind: 'deliver', atsId: 'demo-ats', deliveryId: 'evt_1', ladder: 0, n: 0 };
  test.each<[string, unknown]>([
    ['a later version', { ...good, v: 2 }],
    ['no version', { ...good, v: undefined }],
    ['an unknown kind', { ...good, kind: 'sweep' }],
    ['no ATS', { ...good, atsId: '' }],
    ['an ATS that is a number', { ...good, atsId: 7 }],
    ['no delivery', { ...good, deliveryId: undefined }],
    ['a process task without a reference id', { ...good, kind: 'process' }],
    ['a negative count', { ...good, n: -1 }],
    ['a fraction', { ...good, n: 0.5 }],
    ['a count as text', { ...good, n: '0' }],
    ['a count beyond what is exact', { ...good, n: 2 ** 53 }],
    ['a ladder that is null', { ...good, ladder: null }],
    ['an array', [good]],
    ['null', null],
    ['text', 'deliver'],
    ['its fields one level down', { task: good }],
  ])('%s', (_, value) => {
    expect(parseTask(encode(value))).toBeUndefined();
  });

  test.each(['', '{', '\0', '{"v":1', '[]', '"__proto__"', '{"__proto__":{"v":1}}'])(
    'the text %j',
    (body) => {
      expect(parseTask(Buffer.from(body))).toBeUndefined();
    },
  );

  test('any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((json) => Buffer.from(json)),
    );
    fc.assert(fc.property(bytes, (body) => expect(parseTask(body)).toBeUndefined()));
  });
});
