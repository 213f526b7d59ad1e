import { expect, test } from '@jest/globals';
import { EMAIL_ADDRESS } from './email-address.ts';

const isAddress = (text: string) => new RegExp(EMAIL_ADDRESS, 'u').test(text);

test.each([
  'ada@example.com',
  'Ada.Lovelace+carv@mail.example.co.uk',
  "o'neil@x-y.example",
  'a@xn--mnchen-3ya.de',
  `${'a'.repeat(64)}@example.com`,
])('%s is an e-mail address', (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each([
  '',
  'a@b',
  '@example.com',
  'a@',
  'a b@example.com',
  'a@exa mple.com',
  'a@@example.com',
  '.a@example.com',
  'a..b@example.com',
  'a@-example.com',
  'a@example-.com',
  'a@example..com',
  '<script>@example.com',
  '"a"@example.com',
  'a@example.com\n',
  'a\u0000@example.com',
  '\u202Ea@example.com',
  'x\ud800@example.com',
  'A\u212A@example.com',
  'a@münchen.de',
  `${'a'.repeat(65)}@example.com`,
])('%j is none', (text) => {
  expect(isAddress(text)).toBe(false);
});

test('a long text that is none is found out quickly', () => {
  expect(isAddress(`${'a.'.repeat(10_000)}@`)).toBe(false);
  expect(isAddress(`a@${'a-'.repeat(10_000)}`)).toBe(false);
});
