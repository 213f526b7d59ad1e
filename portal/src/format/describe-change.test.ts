import { expect, test } from '@jest/globals';
import { ACTIVITY_ACTIONS } from '../../../functions/shared/portal/schemas/activity.ts';
import { describeAction, describeChange } from './describe-change.ts';
import { formatTime } from './format-time.ts';

test.each([
  [{ field: 'name', before: 'Old', after: 'New' }, 'name: Old → New'],
  [
    { field: 'webhook_url', before: null, after: 'https://a.example' },
    'webhook URL: none → https://a.example',
  ],
  [{ field: 'enabled', before: true, after: false }, 'status: enabled → disabled'],
  [{ field: 'api_key', before: null, after: null }, 'API key'],
  [{ field: 'some_thing', before: 'a', after: 'b' }, 'some thing: a → b'],
])('%p is told as %p', (change, words) => {
  expect(describeChange(change)).toBe(words);
});

test('a time is told as all others are', () => {
  const after = '2026-02-25T23:30:05.123Z';
  const change = { field: 'incoming_secret_overlap_until', before: null, after };
  expect(describeChange(change)).toBe(`previous incoming secret counts until: none → ${formatTime(after)}`);
});

test('every action has words of its own', () => {
  expect(ACTIVITY_ACTIONS.filter((action) => describeAction(action) === action)).toEqual([]);
});
