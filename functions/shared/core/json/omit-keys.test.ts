import { expect, test } from '@jest/globals';
import { omitKeys } from './omit-keys.ts';

test('the named keys go, the others stay in their order, the source is untouched', () => {
  const source = { event: 'x', b: 1, event_id: 'y', a: 2 };
  expect(JSON.stringify(omitKeys(source, ['event', 'event_id', 'absent']))).toBe('{"b":1,"a":2}');
  expect(Object.keys(source)).toHaveLength(4);
});

test('an own key named __proto__ stays data', () => {
  const kept = omitKeys(JSON.parse('{"__proto__":{"polluted":1},"a":1}'), ['a']);
  expect(JSON.stringify(kept)).toBe('{"__proto__":{"polluted":1}}');
  expect('polluted' in {}).toBe(false);
});
