import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openCursor, sealCursor } from './cursor.ts';

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const scope = ['demo-ats', 'candidates', 'client-1'];

test('frozen vector: 16 bytes of HMAC-SHA256 over the scope as JSON, a line break and the position', () => {
  const cursor = 'Rp0htDRpzDGFQDcFa9wx_WNhbmQtNDI';
  expect(sealCursor('cand-42', scope, key)).toBe(cursor);
  expect(openCursor(cursor, scope, key)).toBe('cand-42');
});

test('a cursor opens on its own list', () => {
  const position = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(position, fc.array(fc.string()), (at, list) => {
      expect(openCursor(sealCursor(at, list, key), list, key)).toBe(at);
    }),
  );
});

test('a cursor does not open on another list', () => {
  const segment = fc.constantFrom('a', 'b', 'ab', 'a/b', '', '"', '","', '\n');
  const lists = fc.array(segment, { maxLength: 3 });
  fc.assert(
    fc.property(lists, lists, segment, (list, other, at) => {
      fc.pre(JSON.stringify(list) !== JSON.stringify(other));
      expect(openCursor(sealCursor(`${at}x`, list, key), other, key)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('a cursor does not open with another key', () => {
  expect(openCursor(sealCursor('cand-42', scope, key), scope, new Uint8Array(32))).toBeUndefined();
});

test('a cursor with any bit of its text flipped does not open', () => {
  for (const position of ['c', 'ca', 'can', 'cand-42']) {
    const text = Buffer.from(sealCursor(position, scope, key));
    for (let bit = 0; bit < text.length * 8; bit += 1) {
      const altered = Buffer.from(text);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit % 8));
      expect(openCursor(altered.toString('latin1'), scope, key)).toBeUndefined();
    }
  }
});

test.each([
  ['an empty string', ''],
  ['a position without its signature', Buffer.from('cand-42').toString('base64url')],
  ['a signature without a position', sealCursor('cand-42', scope, key).slice(0, 22)],
  ['a cursor with something added', `${sealCursor('cand-42', scope, key)}A`],
  ['padding', `${sealCursor('cand-42', scope, key)}=`],
  ['white space', ` ${sealCursor('cand-42', scope, key)}`],
])('%s is not a cursor', (_, cursor) => {
  expect(openCursor(cursor, scope, key)).toBeUndefined();
});

test('no string makes opening throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.string({ unit: 'grapheme' }), fc.base64String()),
      (cursor) => {
        expect(openCursor(cursor, scope, key)).toBeUndefined();
      },
    ),
  );
});
