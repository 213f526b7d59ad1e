import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { webhookUrlProblem } from './webhook-url.ts';

const production = { allowPrivateTargets: false };
const development = { allowPrivateTargets: true };
const atLength = (length: number) => `https://ats.example/${'a'.repeat(length - 20)}`;

test.each([
  'https://ats.example/hooks/carv',
  'https://ats.example:8443/hooks?tenant=1&x=%2F',
  'HTTPS://ATS.example/',
  'https://bücher.example/',
  atLength(2048),
])('%s may be saved', (url) => {
  expect(webhookUrlProblem(url, production)).toBeUndefined();
});

describe('what may not be saved, and why', () => {
  test.each([
    ['http://ats.example/', 'must begin with https://'],
    ['ftp://ats.example/', 'must begin with https://'],
    ['javascript:alert(1)', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['ats.example/hooks', 'is not a valid URL'],
    ['//ats.example/hooks', 'is not a valid URL'],
    ['', 'is not a valid URL'],
    ['https://', 'is not a valid URL'],
    ['https://ats.example:99999/', 'is not a valid URL'],
    ['https://user:not-a-secret@ats.example/', 'must not hold credentials'],
    ['https://user@ats.example/', 'must not hold credentials'],
    ['https://:not-a-secret@ats.example/', 'must not hold credentials'],
    ['https://ats.example/#top', 'must not have a fragment'],
    ['https://127.0.0.1/', 'public host, and 127.0.0.1 is loopback'],
    ['https://0x7f.1/', 'public host, and 127.0.0.1 is'],
    ['https://[::ffff:10.0.0.1]/', 'public host'],
    ['https://localhost/', 'public host, and localhost is a local name'],
    ['https://ats.internal./', 'a local name'],
    ['https://intranet/', 'a local name'],
    [atLength(2049), 'longer than 2048 characters'],
  ])('%s', (url, problem) => {
    expect(webhookUrlProblem(url, production)).toContain(problem);
  });
});

test('in development http and private hosts are fine, and nothing else besides', () => {
  expect(webhookUrlProblem('http://127.0.0.1:8080/inbox', development)).toBeUndefined();
  expect(webhookUrlProblem('ftp://127.0.0.1/', development)).toContain('https://');
  expect(webhookUrlProblem('http://user:not-a-secret@127.0.0.1/', development)).toContain('credentials');
});

test('no string makes the check throw, and what it lets pass is HTTPS', () => {
  const urls = fc.oneof(
    fc.string({ unit: 'binary-ascii' }),
    fc.string({ unit: 'grapheme' }),
    fc.webUrl({ validSchemes: ['http', 'https', 'ws'] }),
  );
  fc.assert(
    fc.property(urls, (url) => {
      if (webhookUrlProblem(url, production) === undefined) expect(new URL(url).protocol).toBe('https:');
    }),
    { numRuns: 300 },
  );
});

test.each([
  ' https://a.example/x',
  'https://a.example/x\n',
  'https://a.ex\tample/x',
  'https://a.example/a b',
])('%j holds white space', (url) => {
  expect(webhookUrlProblem(url, { allowPrivateTargets: false })).toBe(
    'The webhook URL must not hold white space',
  );
});
