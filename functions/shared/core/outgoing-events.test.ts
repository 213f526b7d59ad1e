import { expect, test } from '@jest/globals';
import { compileValidator } from '../http/validate.ts';
import { OUTGOING_EVENTS } from './outgoing-events.ts';
import { RECORD_TYPES } from './records/record-types.ts';

test('there are the fourteen outgoing events of the contract, each once', () => {
  expect(OUTGOING_EVENTS.map(({ event }) => event)).toEqual([
    ...RECORD_TYPES.flatMap(({ name }) => ['created', 'updated', 'deleted'].map((end) => `${name}.${end}`)),
    'meeting.transcript_ready',
    'meeting.summary_ready',
    'meeting.notes_ready',
    'workspace.provisioned',
    'workspace.member_added',
  ]);
  expect(OUTGOING_EVENTS).toHaveLength(14);
});

test.each(OUTGOING_EVENTS)('the sample of $event fits its schema', ({ schema, sample }) => {
  expect(() => compileValidator(schema, 'data')(sample)).not.toThrow();
});

test('an application comes with a score', () => {
  const created = OUTGOING_EVENTS.find(({ event }) => event === 'application.created');
  expect(created?.sample).toHaveProperty('score');
});
