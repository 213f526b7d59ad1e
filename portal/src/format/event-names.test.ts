import { expect, test } from '@jest/globals';
import { OUTGOING_EVENTS } from '../../../functions/shared/core/outgoing-events.ts';
import { EVENT_NAMES } from './event-names.ts';

test('every outgoing webhook can be filtered by, and what is received besides', () => {
  const outgoing = OUTGOING_EVENTS.map(({ event }) => event);
  expect(EVENT_NAMES.toSorted()).toEqual([...outgoing, 'workspace.created'].toSorted());
});
