import { expect, test } from '@jest/globals';
import { ownPath } from './own-path.ts';

test.each(['/', '/deliveries?outcome=failure&entry=a%2Fb', '/ats/demo-ats/events/1', '/sign-in-help'])(
  '%p is followed',
  (to) => {
    expect(ownPath(to)).toBe(to);
  },
);

test.each([
  null,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/a\\b',
  '/\t/evil.example',
  'javascript:alert(1)',
  '/sign-in?to=/sign-in',
  '/set-password#code=1',
])('%p is not followed', (to) => {
  expect(ownPath(to)).toBe('/');
});
