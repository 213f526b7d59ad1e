import { expect, test } from '@jest/globals';
import { blockText, eventText, fieldsText, tableText } from './text.ts';

test('fields stand one a line, a table under its names, and an empty one says so', () => {
  expect(fieldsText({ a: 1, longer: null })).toBe('a       1\nlonger  -\n');
  expect(
    tableText(
      [
        { id: 'x', n: 1 },
        { id: 'longer', n: null },
      ],
      'none',
    ),
  ).toBe('id      n\nx       1\nlonger  -\n');
  expect(tableText([], 'Nothing here')).toBe('Nothing here\n');
});

test('what came from outside cannot move the cursor', () => {
  expect(fieldsText({ name: 'a\u001b[31mb\nc\u009b' })).toBe('name  a�[31mb�c�\n');
});

test('a text of several lines is set in line by line, and none of it can move the cursor', () => {
  expect(blockText('{\n"a": "\u001b[2J\u0085"\r\n}\r\u2028x')).toBe('  {\n  "a": "�[2J�"\n  }�\u2028x\n');
  expect(blockText('')).toBe('  \n');
});

test('a timeline says what comes next', () => {
  const text = eventText({
    reference_id: 'r',
    ats_id: 'a',
    client_id: 'c',
    user_id: 'u',
    event: 'candidate.created',
    record_id: '1',
    source: 'rest',
    state: 'accepted',
    outcome: null,
    error: { code: 'x', message: 'y' },
    timeline: [
      { at: 'T1', step: 'accepted', text: 'accepted' },
      { at: 'T2', step: 'next', text: 'attempt 2' },
    ],
    deliveries: [],
  });
  expect(text).toContain('error         x: y\n');
  expect(text.endsWith('\nT1  accepted\nT2  next: attempt 2\n')).toBe(true);
});
