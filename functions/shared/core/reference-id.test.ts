import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isReferenceId, scrambleReferenceId, unscrambleReferenceId } from './reference-id.ts';

const referenceId = '0198c2e4-7c3a-7f21-9b6d-3f5a1c0e8d42';

test('scrambling puts the random tail first', () => {
  expect(scrambleReferenceId(referenceId)).toBe('3f5a1c0e8d42-0198c2e4-7c3a-7f21-9b6d');
});

test('scrambling is undone exactly', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 7 }), (id) => {
      expect(unscrambleReferenceId(scrambleReferenceId(id))).toBe(id);
      expect(scrambleReferenceId(id).startsWith(id.slice(-12))).toBe(true);
    }),
  );
});

test('a UUID version 7 in lower case is a reference id', () => {
  fc.assert(fc.property(fc.uuid({ version: 7 }), (id) => isReferenceId(id)));
});

test.each([
  ['upper case', referenceId.toUpperCase()],
  ['version 4', '0198c2e4-7c3a-4f21-9b6d-3f5a1c0e8d42'],
  ['another variant', '0198c2e4-7c3a-7f21-cb6d-3f5a1c0e8d42'],
  ['no dashes', referenceId.replaceAll('-', '')],
  ['braces', `{${referenceId}}`],
  ['a line break after it', `${referenceId}\n`],
  ['its scrambled form', scrambleReferenceId(referenceId)],
  ['an empty string', ''],
  ['a path', '../../ats/demo-ats'],
])('%s is not a reference id', (_, value) => {
  expect(isReferenceId(value)).toBe(false);
});
